#!/usr/bin/env bash
# A root file system as a bootable disk: `disk.sh <rootfs> <folder>` writes vmlinuz, initrd.img and root.qcow2 there.
# The file system fills the disk without partitions: no boot loader, no loop device, no mount is needed.
set -euo pipefail
rootfs=$1
folder=$2
cp "$rootfs"/boot/vmlinuz-* "$folder/vmlinuz"
cp "$rootfs"/boot/initrd.img-* "$folder/initrd.img"
rm -rf "${rootfs:?}"/boot/* "$rootfs"/var/cache/apt/* "$rootfs"/var/lib/apt/lists/* "$rootfs"/usr/share/{doc,man,locale}/*
mkfs.ext4 -q -F -L root -d "$rootfs" "$folder/root.raw" 10G
qemu-img convert -f raw -O qcow2 "$folder/root.raw" "$folder/root.qcow2"
rm "$folder/root.raw"
chmod a+r "$folder"/{vmlinuz,initrd.img,root.qcow2}
