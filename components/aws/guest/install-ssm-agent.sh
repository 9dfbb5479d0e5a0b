#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs and starts the SSM agent, once, after Docker. Its package lies in a bucket of each region, which a machine
# without internet reaches by an S3 endpoint.
set -Eeuo pipefail
trap 'echo "SSM agent: $BASH_COMMAND ended with status $?" >&2' ERR

# The metadata service is not behind a proxy.
ask() { curl -sSf -m 5 --noproxy '*' "$@"; }

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
