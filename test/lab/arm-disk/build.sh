#!/usr/bin/env bash
# A disk that the firmware of an Arm machine boots: `build.sh <output folder>`. Like Rocky's it has GRUB where firmware looks that
# knows nothing of the disk, and GRUB starts a kernel with the arguments that Rocky's has. There is nothing behind that: the kernel
# panics after some seconds. Packages are taken apart and not installed, and no loop device is needed.
set -euo pipefail
out=${1:?usage: build.sh <output folder>}
partial=$out.partial
work=$partial/work
suite=trixie

missing=()
for pair in mmdebstrap:mmdebstrap qemu-img:qemu-utils dpkg-deb:dpkg; do
  command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
done
# Ubuntu has mmdebstrap without the keys of Debian's packages.
[[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring)
if ((${#missing[@]})); then
  if ! command -v apt-get >/dev/null; then
    echo "the disk of an Arm machine is made with ${missing[*]}, which apt-get installs, and there is no apt-get here" >&2
    exit 1
  fi
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

rm -rf "$partial"
mkdir -p "$work/debs" "$work/boot/EFI/BOOT" "$work/boot/EFI/debian"
trap 'rm -rf "$partial"' EXIT

# mmdebstrap knows where Debian is, and is told to install nothing.
cat >"$work/download.sh" <<'SCRIPT'
set -eu
cd "$1/debs"
kernel=$(APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-cache depends linux-image-cloud-arm64 | sed -n 's/^ *Depends: //p')
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -qq -o APT::Sandbox::User=root download grub-efi-arm64-signed "$kernel"
SCRIPT
mmdebstrap --quiet --variant=custom --architectures=arm64 --skip=check/qemu \
  --customize-hook="sh '$work/download.sh' '$work'" "$suite" /dev/null

for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/files"; done
cp "$work/files/usr/lib/grub/arm64-efi-signed/grubaa64.efi.signed" "$work/boot/EFI/BOOT/BOOTAA64.EFI"
cp "$work/files/boot/"vmlinuz-* "$work/boot/vmlinuz"
cat >"$work/boot/EFI/debian/grub.cfg" <<'CONFIG'
echo "the firmware has started GRUB"
linux /vmlinuz console=ttyS0,115200n8 no_timer_check net.ifnames=0
boot
CONFIG
qemu-img convert -O qcow2 "fat:$work/boot" "$partial/disk.qcow2"
rm -rf "$work" "$out"
mv "$partial" "$out"
