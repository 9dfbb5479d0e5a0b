#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Mounts the machine's data volume at the path given, on each boot, before Docker is installed or started. A blank disk
# is formatted; one that has content keeps it, as it comes from an earlier machine.
set -euo pipefail

path="$1"
label=docker-data
tries="${TRIES:-300}"
fstab="${FSTAB:-/etc/fstab}"

say() { echo "data volume: $*" >&2; }

# Whole disks that hold nothing: no partition, no file system, and not the instance's own short-lived storage.
blank_disks() {
  local disk status
  lsblk -dnpo NAME,TYPE | awk '$2 == "disk" { print $1 }' | while read -r disk; do
    [[ "$(lsblk -nro NAME "$disk" | wc -l)" -eq 1 ]] || continue
    [[ "$(lsblk -dnro MODEL "$disk")" != *Instance*Storage* ]] || continue
    # Two where there is nothing; other statuses are doubts.
    status=0
    blkid -p "$disk" >/dev/null 2>&1 || status=$?
    [[ "$status" -ne 2 ]] || echo "$disk"
  done
}

# The volume is attached while the machine boots, and an earlier machine may have to let go of it first.
wait_for_disk() {
  local blank
  for ((try = 1; try <= tries; try++)); do
    if blkid -L "$label" >/dev/null; then return 0; fi
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
    sleep "${PAUSE:-2}"
  done
  say "no disk came within $tries tries; look at the volume's attachment"
  return 1
}

if mountpoint -q "$path"; then
  xfs_growfs "$path" >/dev/null
  exit 0
fi
wait_for_disk
mkdir -p "$path"
grep -q "^LABEL=$label " "$fstab" || echo "LABEL=$label $path xfs defaults,nofail 0 2" >>"$fstab"
mount "$path"
xfs_growfs "$path" >/dev/null
say "mounted at $path"
