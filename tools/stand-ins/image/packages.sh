#!/usr/bin/env bash
# Docker's RPMs, by the names, epochs and relations of Docker's own, around the files of Debian's packages; signed with
# a key that is made here and thrown away: `packages.sh <debs> <rootfs> <repository>`.
# Laid out like Docker's download site, so that only the address differs.
set -euo pipefail
debs=$1
rootfs=$2
repository=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stable=$repository/linux/centos/9/x86_64/stable
mkdir -p "$stable/Packages" "$work/files"
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

# package <name> <epoch> <version> <relations> [scriptlets]. AutoReqProv is off: the guest's libraries are Debian's.
package() {
  local name=$1 spec=$work/$1.spec
  mkdir -p "$work/files/$name"
  cat >"$spec" <<SPEC
Name: $name
Epoch: $2
Version: $3
Release: 1.el9
Summary: laboratory stand-in for $name
License: Apache-2.0
AutoReqProv: no
$4
%description
Files of Debian's packages under the name of $name.
%install
cp -a $work/files/$name/. %{buildroot}
${5:-}
%files
$(cd "$work/files/$name" && find . -type f -printf '/%P\n')
SPEC
  # Debian's binaries are taken as they are: nothing is stripped, compressed or searched for debug information.
  rpmbuild --quiet -bb --define "_topdir $work/rpmbuild" --define "_rpmdir $work/rpms" --define "__os_install_post %{nil}" \
    --define "debug_package %{nil}" --define "_binary_payload w3.zstdio" --define "_build_id_links none" "$spec"
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

group=$'%post\ngetent group docker >/dev/null || groupadd --system docker\nsystemctl daemon-reload >/dev/null 2>&1 || :'
reload=$'%post\nsystemctl daemon-reload >/dev/null 2>&1 || :'
engine=$(version docker.io)
requires=$'Requires: container-selinux, nftables, iptables-nft, containerd.io, docker-ce-cli, tar, xz\nConflicts: docker, docker-io, docker-ee'
# The newer release has the same binaries: it exists so that a pin has something to choose from.
for v in "$engine" "${engine%.*}.$((${engine##*.} + 1))"; do
  package docker-ce 3 "$v" "$requires" "$group"
  package docker-ce-cli 1 "$v" $'Recommends: docker-buildx-plugin, docker-compose-plugin'
done
package containerd.io 0 "$(version containerd)" $'Requires: container-selinux\nConflicts: runc, containerd\nObsoletes: runc, containerd' "$reload"
package docker-buildx-plugin 0 "$(version docker-buildx)" ""
package docker-compose-plugin 0 "$(version docker-compose)" ""
# What an EL9 base system provides and these packages ask for; it goes into the guest, not into the repository.
package rocky-base 0 9.5 'Provides: /bin/sh, /bin/bash, container-selinux, nftables, iptables-nft, tar, xz, rocky-release, system-release = 9.5'

export GNUPGHOME=$work/gnupg GPG_TTY=
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-gen-key "Docker host laboratory (throw-away)" rsa3072 sign never
fingerprint=$(gpg --batch --with-colons --list-keys 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
find "$work/rpms" -name '*.rpm' ! -name 'rocky-base*' -exec mv -t "$stable/Packages" {} +
rpmsign --define "__gpg $(command -v gpg)" --define "_gpg_name $fingerprint" --addsign "$stable"/Packages/*.rpm >/dev/null
gpg --batch --armor --export "$fingerprint" >"$repository/linux/centos/gpg"
createrepo_c --quiet "$stable"
gpgconf --kill all

cp "$work"/rpms/x86_64/rocky-base*.rpm "$rootfs/tmp/rocky-base.rpm"
chroot "$rootfs" rpm -i --nodeps /tmp/rocky-base.rpm
rm "$rootfs/tmp/rocky-base.rpm"
chmod -R a+rX "$repository"

# For emulated processors. `nohz=off` leaves out the one time that a running kernel rewrites code that its other processor
# is just in, which QEMU before 8.1 gets wrong (int3 in enqueue_timer); `no_timer_check` takes a late timer of a busy
# computer for a timer. A kernel that panics all the same starts again.
cat >"${repository%/*}/image.json" <<JSON
{
  "name": "laboratory: Debian 13 dressed as Rocky Linux 9.5",
  "kernelArgs": "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off nohz=off no_timer_check panic=1 quiet",
  "gpgFingerprint": "$fingerprint",
  "dockerVersion": "$engine"
}
JSON
