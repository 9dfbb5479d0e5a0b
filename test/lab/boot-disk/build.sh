#!/usr/bin/env bash
# A disk that its own boot loader starts, out of the laboratory's image: `build.sh <folder of the laboratory's image>
# <output folder>`. Like Rocky's it has GRUB and the root file system in the last of its partitions, so that it can grow.
# Nothing is mounted and no loop device is needed: the pieces are written to where they belong.
set -euo pipefail
laboratory=${1:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
out=${2:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
partial=$out.partial
disk=$partial/work/disk.raw
mib=$((1024 * 1024))
boot_mib=64

missing=()
for pair in grub-mkimage:grub-common mcopy:mtools sfdisk:fdisk; do
  command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
done
[[ -e /usr/lib/grub/i386-pc/boot.img ]] || missing+=(grub-pc-bin)
if ((${#missing[@]})); then
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

rm -rf "$partial"
mkdir -p "$partial/work"
trap 'rm -rf "$partial"' EXIT

root_bytes=$(qemu-img info --output=json "$laboratory/root.qcow2" | sed -n 's/^ *"virtual-size": \([0-9]*\),$/\1/p' | tail -n 1)
root_start=$(((1 + boot_mib) * mib))
truncate -s $((root_start + root_bytes)) "$disk"
sfdisk --quiet "$disk" <<TABLE
label: dos
start=1MiB, size=${boot_mib}MiB, type=c, bootable
start=$((1 + boot_mib))MiB, size=$((root_bytes / mib))MiB, type=83
TABLE

# What GRUB's first sector loads lies right behind it, where its own `boot.img` and `core.img` expect each other.
grub-mkimage --format=i386-pc --prefix='(hd0,msdos1)' --output="$partial/work/core.img" biosdisk part_msdos fat normal linux serial echo
(($(stat -c %s "$partial/work/core.img") < mib - 512)) || { echo "GRUB's core does not fit before the first partition" >&2 && exit 1; }
dd if=/usr/lib/grub/i386-pc/boot.img of="$disk" bs=440 count=1 conv=notrunc status=none
dd if="$partial/work/core.img" of="$disk" bs=512 seek=1 conv=notrunc status=none

kernel_args=$(sed -n 's/^ *"kernelArgs": "\(.*\)",$/\1/p' "$laboratory/image.json")
cat >"$partial/work/grub.cfg" <<CONFIG
serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
echo "GRUB boots the laboratory's disk"
linux /vmlinuz ${kernel_args/ quiet/}
initrd /initrd.img
boot
CONFIG
mformat -i "$disk@@1M" -T $((boot_mib * 2048)) -h 64 -s 32 -v BOOT ::
mcopy -i "$disk@@1M" "$laboratory/vmlinuz" "$laboratory/initrd.img" "$partial/work/grub.cfg" ::
qemu-img convert -n --target-is-zero -f qcow2 "$laboratory/root.qcow2" \
  --target-image-opts "driver=raw,offset=$root_start,size=$root_bytes,file.driver=file,file.filename=$disk"

qemu-img convert -f raw -O qcow2 "$disk" "$partial/disk.qcow2"
sha256sum "$partial/disk.qcow2" | cut -d ' ' -f 1 >"$partial/sha256"
rm -rf "$partial/work"
rm -rf "$out"
mv "$partial" "$out"
