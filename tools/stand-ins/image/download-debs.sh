#!/usr/bin/env bash
# Packages that are not installed but taken apart: firewalld, and Docker of Debian's next release, which is the one that
# users get: `download-debs.sh <rootfs> <folder>`.
set -euo pipefail
rootfs=$1
folder=$2
docker=(docker.io docker-cli docker-buildx docker-compose containerd runc tini-static)
sources=$rootfs/etc/apt/sources.list

mkdir "$rootfs/debs"
# The mirror that mmdebstrap has chosen. One that is some days behind has an expired index of this suite, which is renewed
# each day; its signature counts all the same.
sed -n 's/ trixie / forky /p' "$sources" >"$sources.d/next.list"
chroot "$rootfs" apt-get -qq -o Acquire::Check-Valid-Until=false update
chroot "$rootfs" sh -c "cd /debs && apt-get -qq -o APT::Sandbox::User=root download firewalld/trixie ${docker[*]/%//forky}"
rm "$sources.d/next.list"
mv "$rootfs"/debs/*.deb "$folder"
rmdir "$rootfs/debs"
