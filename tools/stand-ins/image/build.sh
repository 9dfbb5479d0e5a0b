#!/usr/bin/env bash
# Builds the laboratory's guest image and package repository: `build.sh <output folder>`.
# Everything grows in <output folder>.partial, which is renamed at the very end: a folder of the final name is complete,
# and an interrupted build is thrown away by the next one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh <output folder>}
partial=$out.partial
needed_mib=5000

fail() {
  echo "$*" >&2
  exit 1
}

stage() {
  local begin=$SECONDS
  echo "stage $1"
  "${@:2}"
  echo "stage $1 done ($((SECONDS - begin)) s)"
}

tools() {
  local missing=() pair
  for pair in mmdebstrap:mmdebstrap rpmbuild:rpm rpmsign:rpm createrepo_c:createrepo-c gpg:gnupg mkfs.ext4:e2fsprogs qemu-img:qemu-utils dpkg-deb:dpkg; do
    command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
}

[[ $(uname -m) == x86_64 ]] || fail "the laboratory image is x86_64 only, this machine is $(uname -m)"
((EUID == 0)) || fail "building the laboratory image needs root (it makes a root file system); type: sudo bash $here/build.sh $out"
command -v apt-get >/dev/null || fail "building the laboratory image needs Debian's packages, and there is no apt-get here"
mkdir -p "$(dirname "$out")"
free_mib=$(df -Pm "$(dirname "$out")" | awk 'NR == 2 { print $4 }')
((free_mib >= needed_mib)) || fail "$(dirname "$out") has $free_mib MiB free, the build needs $needed_mib; free some space"

rm -rf "$partial"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
stage tools tools
stage rootfs bash "$here/rootfs.sh" "$partial/rootfs" "$partial/debs"
stage packages bash "$here/packages.sh" "$partial/debs" "$partial/rootfs" "$partial/repository"
stage dress bash "$here/dress.sh" "$partial/rootfs"
stage disk bash "$here/disk.sh" "$partial/rootfs" "$partial"
rm -rf "$partial/rootfs" "$partial/debs"
rm -rf "$out"
mv "$partial" "$out"
