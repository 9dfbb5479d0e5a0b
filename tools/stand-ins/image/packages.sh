#!/usr/bin/env bash
# A repository of Docker's RPMs around the files of Debian's packages: `packages.sh <debs> <rootfs> <repository>`.
set -euo pipefail
debs=$1
rootfs=$2
repository=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR source=rpm.sh
source "$here/rpm.sh"
for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$work/debian"; done

# version <deb>: the upstream part of a Debian version.
version() { dpkg-deb -f "$(ls "$debs/$1"_*.deb)" Version | sed -E 's/^[0-9]+://; s/[+~-].*//'; }

# copy <package> <mode> <target> <source...>: the first source that exists.
copy() {
  local root=$work/files/$1 mode=$2 target=$3 source
  shift 3
  for source in "$@"; do
    [[ -e $source ]] || continue
    install -D -m "$mode" "$source" "$root$target"
    return
  done
  echo "none of $* exists" >&2
  return 1
}

debian=$work/debian
copy docker-ce 755 /usr/bin/dockerd "$debian"/usr/sbin/dockerd "$debian"/usr/bin/dockerd
copy docker-ce 755 /usr/bin/docker-proxy "$debian"/usr/sbin/docker-proxy "$debian"/usr/bin/docker-proxy "$debian"/usr/libexec/docker/docker-proxy
copy docker-ce 755 /usr/bin/docker-init "$debian"/usr/bin/tini-static
copy docker-ce 644 /usr/lib/systemd/system/docker.service "$here/files/docker.service"
copy docker-ce 644 /usr/lib/systemd/system/docker.socket "$here/files/docker.socket"
copy docker-ce-cli 755 /usr/bin/docker "$debian"/usr/bin/docker
copy docker-buildx-plugin 755 /usr/libexec/docker/cli-plugins/docker-buildx "$debian"/usr/lib*/docker/cli-plugins/docker-buildx
copy docker-compose-plugin 755 /usr/libexec/docker/cli-plugins/docker-compose "$debian"/usr/lib*/docker/cli-plugins/docker-compose
for name in containerd containerd-shim-runc-v2 ctr; do copy containerd.io 755 "/usr/bin/$name" "$debian/usr/bin/$name"; done
copy containerd.io 755 /usr/bin/runc "$debian"/usr/sbin/runc "$debian"/usr/bin/runc
copy containerd.io 644 /usr/lib/systemd/system/containerd.service "$here/files/containerd.service"
copy containerd.io 644 /etc/containerd/config.toml "$here/files/containerd.toml"

version=$(version docker.io)
engine "$version"
# The newer release has the same binaries: it exists so that a pin has something to choose from.
engine "${version%.*}.$((${version##*.} + 1))"
package containerd.io 0 "$(version containerd)" $'Requires: container-selinux\nConflicts: runc, containerd\nObsoletes: runc, containerd'
package docker-buildx-plugin 0 "$(version docker-buildx)" ""
package docker-compose-plugin 0 "$(version docker-compose)" ""
publish "$repository"

# What an EL9 base system provides and these packages ask for; it goes into the guest, not into the repository.
package rocky-base 0 9.5 'Provides: /bin/sh, /bin/bash, container-selinux, nftables, iptables-nft, tar, xz, rocky-release, system-release = 9.5'

cp "$work"/rpms/x86_64/rocky-base*.rpm "$rootfs/tmp/rocky-base.rpm"
chroot "$rootfs" rpm -i --nodeps /tmp/rocky-base.rpm
rm "$rootfs/tmp/rocky-base.rpm"

# From `nohz=off` on they are for emulated processors; ../README.md says what was measured. The root is found by its label, so
# that the same file system also boots from a partition.
cat >"${repository%/*}/image.json" <<JSON
{
  "name": "laboratory: Debian 13 dressed as Rocky Linux 9.5",
  "kernelArgs": "root=LABEL=root rw console=ttyS0 net.ifnames=0 mitigations=off nohz=off no_timer_check panic=1 norandmaps lsm=capability init_on_alloc=0 no5lvl nopku clearcpuid=smap,umip quiet",
  "gpgFingerprint": "${fingerprint:?}",
  "dockerVersion": "$version"
}
JSON
