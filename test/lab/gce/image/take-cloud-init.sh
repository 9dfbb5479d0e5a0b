#!/usr/bin/env bash
# Moves cloud-init out of a root file system: `take-cloud-init.sh <raw disk> <folder>`. What dpkg installed goes into the
# folder, for an RPM to be made of it; what stays behind is what a machine has on which cloud-init was never installed.
set -euo pipefail
disk=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# debugfs says what went wrong on stderr, after a line with its own version, and always ends with status 0.
edit() {
  local troubles
  troubles=$(debugfs "$@" 2>&1 >/dev/null | sed 1d)
  [[ -z $troubles ]] || { echo "debugfs $*: $troubles" >&2 && return 1; }
}

mkdir -p "$folder"
edit -R "dump /var/lib/dpkg/info/cloud-init.list $work/list" "$disk"
# A line that is the beginning of another one is a folder. Manuals were left out of the disk, and EL has no init.d.
awk '{ lines[NR] = $0 } END {
  for (i = 1; i <= NR; i++) { parent = lines[i]; while (sub(/\/[^\/]*$/, "", parent)) folder[parent] = 1 }
  for (i = 1; i <= NR; i++) if (!(lines[i] in folder)) print lines[i]
}' "$work/list" | grep -Ev '^(/\.|/etc/init\.d/.*|/etc/cloud/clean\.d|/usr/share/(doc|man|lintian)/.*)$' >"$work/files"
# The list has Python's sources only; what they were compiled to lies beside them.
modules=/usr/lib/python3/dist-packages/cloudinit
mkdir -p "$folder${modules%/*}"
grep -v "^$modules/" "$work/files" | while read -r file; do
  mkdir -p "$folder${file%/*}"
  echo "dump -p $file $folder$file"
done >"$work/dump"
echo "rdump $modules $folder${modules%/*}" >>"$work/dump"
edit -f "$work/dump" "$disk"
# Units that dress.sh has changed are the ones that work here.
for unit in cloud-init-local cloud-init-network; do
  edit -R "dump /etc/systemd/system/$unit.service $folder/usr/lib/systemd/system/$unit.service" "$disk"
done

{
  (cd "$folder" && find . -type f -printf 'rm /%P\n')
  awk '/^\/etc\/init\.d\/./ { print "rm " $0 }' "$work/list"
  for name in conffiles list md5sums postinst postrm preinst prerm; do echo "rm /var/lib/dpkg/info/cloud-init.$name"; done
  wants=/etc/systemd/system/cloud-init.target.wants
  for unit in config final init-local init-main init-network; do echo "rm $wants/cloud-$unit.service"; done
  echo "rm /etc/systemd/system/cloud-config.target.wants/cloud-init-hotplugd.socket"
  for unit in local network; do echo "rm /etc/systemd/system/cloud-init-$unit.service"; done
  # Folders that belong to cloud-init alone, the innermost first.
  (cd "$folder" && find . -depth -type d -printf '/%P\n') |
    grep -E "^(/etc/cloud|/usr/lib/cloud-init|$modules)(/|$)|/cloud_init-.*-info|/sshd-keygen@.service.d$" | sed 's/^/rmdir /'
  printf 'rmdir %s\n' "$wants" /etc/systemd/system/cloud-config.target.wants
} >"$work/remove"
sed -i 's,^rmdir /etc/cloud$,rmdir /etc/cloud/clean.d\nrmdir /etc/cloud,' "$work/remove"
edit -w -f "$work/remove" "$disk"
