#!/bin/sh
# Of what udev brings into the initial RAM disk, the one program that finds the root disk by its label.
[ "$1" != prereqs ] || exit 0
# shellcheck source=/dev/null
. /usr/share/initramfs-tools/hook-functions
copy_exec /usr/sbin/blkid /usr/sbin
