#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs and starts the SSM agent, once, before Docker. Its package lies in a bucket of each region, which a machine
# without internet reaches by an S3 endpoint or by the proxy, as the agent then reaches Session Manager. Runs in /.
set -Eeuo pipefail
trap 'echo "SSM agent: $BASH_COMMAND ended with status $?" >&2' ERR

# The metadata service is not behind a proxy.
ask() { curl -sSf -m 5 --noproxy '*' "$@"; }

# The settings of the installation of Docker, of which the proxy's variables count here.
# shellcheck source=/dev/null
. etc/docker-host/install.env
# shellcheck disable=SC2154 # the settings have all three or none
if [[ -n ${https_proxy-} ]]; then
  drop_in=etc/systemd/system/amazon-ssm-agent.service.d
  mkdir -p "$drop_in"
  # Nobody else may read it: an address may hold a password.
  (umask 077 && printf '[Service]\nEnvironment="http_proxy=%s" "https_proxy=%s" "no_proxy=169.254.169.254,%s"\n' \
    "${http_proxy//%/%%}" "${https_proxy//%/%%}" "${no_proxy//%/%%}" >"$drop_in/10-docker-host-proxy.conf")
fi

metadata=http://169.254.169.254/latest
token=$(ask -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
region=$(ask -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/placement/region")
arch=$(uname -m)
case $arch in
  x86_64) arch=amd64 ;;
  aarch64) arch=arm64 ;;
esac
timeout -k 30 300 dnf -y install "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/linux_$arch/amazon-ssm-agent.rpm"
timeout 60 systemctl enable --now amazon-ssm-agent
