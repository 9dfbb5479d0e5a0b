#!/usr/bin/env bash
# What Google's image has and the laboratory's has not: the guest agent, the metadata server by its name, and Rocky's
# repository: `add-agent.sh <raw disk> <the repository's key>`.
set -euo pipefail
disk=$1
key=$2
files=$(cd "$(dirname "$0")" && pwd)/files
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# put <source> <target> [mode]: the file system keeps the mode of the source.
put() {
  local copy
  copy=$(mktemp "$work/XXXXXX")
  install -m "${3:-644}" "$1" "$copy"
  printf 'cd %s\nrm %s\nwrite %s %s\n' "${2%/*}" "${2##*/}" "$copy" "${2##*/}" >>"$work/commands"
}
# link <target> <place>
link() { printf 'rm %s\nsymlink %s %s\n' "$2" "$2" "$1" >>"$work/commands"; }

printf '127.0.0.1 localhost\n169.254.169.254 metadata.google.internal\n' >"$work/hosts"
put "$work/hosts" /etc/hosts
put "$key" /etc/pki/rpm-gpg/RPM-GPG-KEY-laboratory
put "$files/rocky.repo" /etc/yum.repos.d/rocky.repo
put "$files/65-gce-disk-naming.rules" /usr/lib/udev/rules.d/65-gce-disk-naming.rules
put "$files/guest-agent.sh" /usr/bin/google_guest_agent 755
put "$files/startup-scripts.sh" /usr/bin/google_metadata_script_runner 755
put "$files/script-reader.py" /usr/bin/google_metadata_script_reader 755
units=/etc/systemd/system
for unit in google-guest-agent google-startup-scripts; do
  put "$files/$unit.service" "/usr/lib/systemd/system/$unit.service"
  link "/usr/lib/systemd/system/$unit.service" "$units/multi-user.target.wants/$unit.service"
done
# The agent makes the host keys.
link /dev/null $units/sshd-keygen.service
# What is not there cannot be removed, and need not be.
troubles=$(debugfs -w -f "$work/commands" "$disk" 2>&1 >/dev/null | sed -e 1d -e '/^rm: File not found by ext2_lookup/d')
[[ -z $troubles ]] || { echo "debugfs: $troubles" >&2 && exit 1; }
