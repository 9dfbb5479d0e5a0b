#!/usr/bin/env bash
# An image with Docker's packages in it, as a team would make its own, out of the laboratory's:
# `build.sh <folder of the laboratory's image> <output folder>`.
# The file system is changed from outside with debugfs, so that no machine is booted for it.
set -euo pipefail
laboratory=${1:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
out=${2:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
partial=$out.partial
disk=$partial/work/root.raw
root=$partial/work/root

rm -rf "$partial"
mkdir -p "$root/var/lib"
trap 'rm -rf "$partial"' EXIT
qemu-img convert -f qcow2 -O raw "$laboratory/root.qcow2" "$disk"
debugfs -R "rdump /var/lib/rpm $root/var/lib" "$disk" 2>/dev/null

# The newest of each package, as dnf would take it.
packages=()
for name in docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin; do
  packages+=("$(find "$laboratory/repository" -name "$name-[0-9]*.rpm" | sort -V | tail -n 1)")
done
# Scriptlets want a whole system; the group that one of them makes is made by the install script where it lacks.
rpm --root "$root" --dbpath /var/lib/rpm -i --nodeps --noscripts --nosignature "${packages[@]}" 2>/dev/null

{
  (cd "$root" && find . -mindepth 1 -type d -printf 'mkdir /%P\n')
  (cd "$root" && find . -type f -printf "cd /%h\nrm %f\nwrite $root/%P %f\n")
} >"$partial/work/commands"
# What is not there cannot be removed, and a folder that is there need not be made.
troubles=$(debugfs -w -f "$partial/work/commands" "$disk" 2>&1 >/dev/null |
  sed -e 1d -e '/^rm: File not found by ext2_lookup/d' -e '/Ext2 directory already exists/d')
[[ -z $troubles ]] || { echo "debugfs: $troubles" >&2 && exit 1; }
qemu-img convert -f raw -O qcow2 "$disk" "$partial/root.qcow2"
rm -rf "$partial/work"
rm -rf "$out"
mv "$partial" "$out"
