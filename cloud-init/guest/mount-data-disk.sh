#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Mounts the machine's data disk before Docker is installed or started: `mount-data-disk.sh <folder> [device]`. Without a
# device it is the disk that an earlier machine has formatted, or else the blank one. A blank disk is formatted; one that
# has content keeps it, as it comes from an earlier machine.
set -euo pipefail

path="$1"
device="${2:-}"
label=docker-data
source="${device:-LABEL=$label}"
tries="${TRIES:-300}"
fstab="${FSTAB:-/etc/fstab}"

say() { echo "data disk: $*" >&2; }

# Whether the device exists and is a whole disk that holds nothing: no partition, no file system, and not the instance's
# own short-lived storage.
is_blank() {
  local status=0
  [[ -e "$1" ]] || return 1
  [[ "$(lsblk -nro NAME "$1" | wc -l)" -eq 1 ]] || return 1
  [[ "$(lsblk -dnro MODEL "$1")" != *Instance*Storage* ]] || return 1
  # Status 2 says that nothing was found. Any other status leaves a doubt.
  blkid -p "$1" >/dev/null 2>&1 || status=$?
  [[ "$status" -eq 2 ]]
}

has_content() {
  if [[ -z "$device" ]]; then blkid -L "$label" >/dev/null; else [[ -e "$device" ]] && ! is_blank "$device"; fi
}

# The blank disks that could be the data disk.
blank_disks() {
  local disk
  if [[ -n "$device" ]]; then echo "$device"; else lsblk -dnpo NAME,TYPE | awk '$2 == "disk" { print $1 }'; fi |
    while read -r disk; do
      if is_blank "$disk"; then echo "$disk"; fi
    done
}

# The disk is attached while the machine boots, and an earlier machine may have to let go of it first.
wait_for_disk() {
  local blank
  for ((try = 1; try <= tries; try++)); do
    if has_content; then return 0; fi
    blank="$(blank_disks)"
    if [[ -n "$blank" ]]; then
      if [[ "$(wc -l <<<"$blank")" -ne 1 ]]; then
        say "more than one blank disk, and it is not known which one is meant:" "${blank//$'\n'/ }"
        return 1
      fi
      say "$blank is blank and is formatted"
      mkfs.xfs -q -L "$label" "$blank"
      return 0
    fi
    ((try > 1)) || say "waits for ${device:-the disk}, at most $tries times ${PAUSE:-2} s"
    sleep "${PAUSE:-2}"
  done
  say "no disk came within $tries tries; look at whether ${device:-it} is attached"
  return 1
}

if mountpoint -q "$path"; then
  xfs_growfs "$path" >/dev/null
  exit 0
fi
mkdir -p "$path"
# Written before the disk is there, so that what needs the folder does not start without the disk and write beneath it.
# On later boots this line mounts the disk and lets it grow, even where cloud-init runs on the first boot only.
grep -q "^$source " "$fstab" || echo "$source $path xfs defaults,nofail,x-systemd.growfs 0 2" >>"$fstab"
wait_for_disk
# systemd may mount it at the same moment.
mount "$path" || mountpoint -q "$path"
# A new file system's root has no label, and SELinux lets no confined program past it.
if type selinuxenabled &>/dev/null && selinuxenabled; then
  restorecon "$path" || say "SELinux has no label for $path"
fi
# It may have grown since an earlier machine had it.
xfs_growfs "$path" >/dev/null
say "mounted at $path"
