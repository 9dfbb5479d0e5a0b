#!/usr/bin/env bash
# A Debian userland with what a Rocky 9 cloud image has (cloud-init, dnf, rpm, sshd), and beside it Debian's packages of
# Docker, unpacked into nothing yet: `rootfs.sh <rootfs> <debs>`.
# Of Debian 13, whose cloud-init, systemd and kernel are nearer to Rocky 9's than those of the next release.
set -euo pipefail
rootfs=$1
debs=$2
here=$(cd "$(dirname "$0")" && pwd)
guest=(systemd systemd-sysv libnss-myhostname dbus udev cloud-init cloud-guest-utils openssh-server dnf dnf-plugins-core rpm
  iproute2 iptables nftables sudo ca-certificates linux-image-cloud-amd64 initramfs-tools zstd kmod netbase procps python3
  curl passwd e2fsprogs xfsprogs gnupg xz-utils gawk libcap2 libseccomp2 libgcrypt20 python3-firewall python3-nftables)

mkdir -p "$debs"
# Given a suite alone, mmdebstrap takes its own default mirror. What an interrupted build leaves is thrown away anyway, so
# nothing has to be on the disk at once.
mmdebstrap --quiet --dpkgopt=force-unsafe-io --variant=minbase --include="$(IFS=, && echo "${guest[*]}")" \
  --customize-hook="bash '$here/download-debs.sh' \"\$1\" '$debs'" trixie "$rootfs"
# Debian's cloud-init refuses to stand beside it, because each wants to start before the other.
dpkg-deb -x "$debs"/firewalld_*.deb "$rootfs"
rm "$debs"/firewalld_*.deb
