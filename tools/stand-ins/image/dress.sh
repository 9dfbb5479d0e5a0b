#!/usr/bin/env bash
# Makes a Debian userland behave like a Rocky 9 cloud image where cloud-init, dnf and our scripts can tell, and takes
# out what only costs time under emulation: `dress.sh <rootfs>`.
set -euo pipefail
rootfs=$1
here=$(cd "$(dirname "$0")" && pwd)

rm "$rootfs/etc/os-release"
cp "$here/files/os-release" "$rootfs/etc/os-release"
cp "$here/files/cloud.cfg" "$rootfs/etc/cloud/cloud.cfg"
echo "Rocky Linux release 9.5 (laboratory stand-in)" >"$rootfs/etc/rocky-release"

# dnf loads all its plugins whenever it starts, and Debian's plugin `local` adds a repository of its own that fails everything.
# rpm would read each package once more for what dnf has just seen to: its digest and its signature.
find "$rootfs/usr/lib/python3/dist-packages/dnf-plugins" -name '*.py' ! -name config_manager.py ! -name needs_restarting.py \
  ! -name versionlock.py -delete
echo '%_pkgverify_level none' >"$rootfs/usr/lib/rpm/macros.d/macros.laboratory"
mkdir -p "$rootfs/etc/dnf/vars" "$rootfs/etc/yum.repos.d" "$rootfs/etc/pki/rpm-gpg"
echo 9 >"$rootfs/etc/dnf/vars/releasever"

# Network: DHCP for the one interface. cloud-init leaves it alone, which saves time, unless NoCloud's seed brings a
# configuration: then it writes that down for networkd, as it does for NetworkManager on EL.
install -D -m 0755 "$here/files/network-config.sh" "$rootfs/usr/local/lib/laboratory/network-config.sh"
printf '[Match]\nName=eth0\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\n' >"$rootfs/etc/systemd/network/10-dhcp.network"
rm -f "$rootfs/etc/resolv.conf"
echo "nameserver 10.0.2.3" >"$rootfs/etc/resolv.conf"
echo "LABEL=root / ext4 defaults,noatime 0 0" >"$rootfs/etc/fstab"
echo localhost >"$rootfs/etc/hostname"
: >"$rootfs/etc/machine-id"
rm -f "$rootfs"/etc/ssh/ssh_host_*

chroot "$rootfs" systemctl -q enable systemd-networkd ssh
chroot "$rootfs" systemctl -q mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
  e2scrub_reap.service fstrim.timer getty@tty1.service systemd-firstboot.service systemd-journal-flush.service \
  systemd-update-utmp.service systemd-pcrphase.service serial-getty@ttyS0.service xfs_scrub_all.timer \
  systemd-pstore.service systemd-network-generator.service systemd-networkd-persistent-storage.service \
  systemd-udev-load-credentials.service modprobe@drm.service sys-kernel-config.mount sys-kernel-debug.mount \
  sys-kernel-tracing.mount sys-fs-fuse-connections.mount dev-hugepages.mount dev-mqueue.mount \
  proc-sys-fs-binfmt_misc.automount
# systemd starts each of its generators at every boot and at every `daemon-reload`. What they look for is not here: a serial
# console with a login, a disk without a line in fstab, init scripts and rc.local, a TPM, SSH over a virtual socket, a system
# that hibernates or is updated before it starts, words for systemd on the kernel's command line.
mkdir -p "$rootfs/etc/systemd/system-generators"
for generator in debug getty gpt-auto hibernate-resume rc-local run ssh system-update sysv tpm2; do
  ln -s /dev/null "$rootfs/etc/systemd/system-generators/systemd-$generator-generator"
done
# What Debian shows whoever logs in, for which each connection would start five programs.
rm -r "$rootfs/etc/update-motd.d"
# Debian's Python would have its bytecode run as programs.
rm -f "$rootfs"/usr/lib/binfmt.d/python*.conf

# Where a machine starts, udev looks at each device that is there already, with a program for each and modules for many.
# What nothing here needs is left out: consoles, processors, a screen that nobody sees, a controller without a disk.
install -D -m 0644 "$here/files/udev-trigger.conf" "$rootfs/etc/systemd/system/systemd-udev-trigger.service.d/laboratory.conf"
install -D -m 0644 "$here/files/modprobe.conf" "$rootfs/etc/modprobe.d/laboratory.conf"

# As on EL, cloud-init's first stages come after dbus, because `hostnamectl` asks it; Debian has them before sysinit.target.
for unit in cloud-init-local cloud-init-network; do
  sed -e '/^Before=sysinit.target$/d' -e 's/^\[Unit\]$/[Unit]\nRequires=dbus.socket\nAfter=dbus.socket/' \
    "$rootfs/usr/lib/systemd/system/$unit.service" >"$rootfs/etc/systemd/system/$unit.service"
done
sed -i 's|^\[Service\]$|&\nExecStartPre=/usr/local/lib/laboratory/network-config.sh|' "$rootfs/etc/systemd/system/cloud-init-local.service"

# Debian keeps the kernel's modules compressed, and Docker's first start loads some thirty.
chroot "$rootfs" find /usr/lib/modules -name '*.ko.xz' -exec unxz {} +
for modules in "$rootfs"/usr/lib/modules/*; do chroot "$rootfs" depmod "${modules##*/}"; done

# Only what finds the root disk, which needs no udev there; the loading of everything else is udev's, later.
printf 'virtio_pci\nvirtio_blk\next4\n' >>"$rootfs/etc/initramfs-tools/modules"
sed -i 's/^MODULES=.*/MODULES=list/' "$rootfs/etc/initramfs-tools/initramfs.conf"
rm "$rootfs"/usr/share/initramfs-tools/{hooks,scripts/init-top,scripts/init-bottom}/udev
install -D -m 0755 "$here/files/initramfs-blkid.sh" "$rootfs/etc/initramfs-tools/hooks/blkid"
chroot "$rootfs" update-initramfs -u -k all >/dev/null

# As in Rocky's image, the first start does not take the one before for an update of /usr, after which much is made anew.
touch "$rootfs/etc/.updated" "$rootfs/var/.updated"
