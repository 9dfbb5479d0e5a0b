#!/usr/bin/env bash
# A Debian userland with what a Rocky 9 cloud image has (cloud-init, dnf, rpm, sshd), and beside it Debian's packages of
# Docker, unpacked into nothing yet: `rootfs.sh <rootfs> <debs>`.
set -euo pipefail
rootfs=$1
debs=$2
guest=(systemd systemd-sysv dbus udev cloud-init cloud-guest-utils openssh-server dnf dnf-plugins-core rpm iproute2
  iptables nftables sudo ca-certificates linux-image-cloud-amd64 initramfs-tools zstd kmod netbase procps python3 curl
  passwd e2fsprogs gnupg xz-utils gawk libcap2 libseccomp2 libgcrypt20)
docker=(docker.io docker-cli docker-buildx docker-compose containerd runc tini)

mkdir -p "$debs"
# Given a suite alone, mmdebstrap takes its own default mirror.
mmdebstrap --quiet --variant=minbase --include="$(IFS=, && echo "${guest[*]}")" \
  --customize-hook="mkdir \"\$1/debs\"" \
  --customize-hook="chroot \"\$1\" sh -c 'cd /debs && apt-get -qq -o APT::Sandbox::User=root download ${docker[*]}'" \
  --customize-hook="cp \"\$1\"/debs/*.deb '$debs' && rm -r \"\$1/debs\"" \
  trixie "$rootfs"
