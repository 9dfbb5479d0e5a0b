#!/bin/bash
# Makes the disk of a verified host into that of an image: takes away what belongs to this one machine, and writes down what
# the image is. Runs as root, once, as the last thing before the machine is switched off: nobody can log in afterwards, because
# keys and host keys are gone. It may run again after any interruption. On stdout comes what is in the image, as JSON.
# Sent before it: NAME, BASE, DIGEST, BAKED (what the image is, each as JSON), PACKAGES (what was installed by name), WRITTEN (files that
# cloud-init wrote for this machine), LOGIN (the image's own user) and POWER_OFF (1: it switches the machine off at once).
# Paths are relative to ROOT, which is / in a guest; tests point it at a scratch folder.
# shellcheck disable=SC2153 # the settings are sent before it
set -Eeuo pipefail
cd "${ROOT:-/}"
IMAGE=usr/lib/docker-host/image.json
trap 'echo "line $LINENO: $BASH_COMMAND ended with status $?" >&2' ERR
say() { echo "seal: $*" >&2; }

# empty <folder...>: of those that exist, all that is in them.
empty() {
  local folder
  for folder; do
    [[ ! -d $folder ]] || find "$folder" -xdev -mindepth 1 -delete
  done
}

# forget <path...>: removes files and folders, and first overwrites what was in them. Freed blocks keep it, and not every disk can
# be told that nobody needs them.
forget() {
  local path
  for path; do
    [[ ! -e $path ]] || find "$path" -xdev -type f -exec shred -n 0 -z {} +
    rm -rf "$path"
  done
}

# Google's agent would bring users and their keys back, for as long as it runs: its units leave a part of it running.
stop_agent() {
  local agents=(google-guest-{compat-manager,agent-manager,agent} google-osconfig-agent)
  timeout 120 systemctl stop "${agents[@]}" 2>/dev/null || :
  ! type ggactl_plugin &>/dev/null || timeout 30 ggactl_plugin coreplugin stop || :
}

# The facts come first: later there is no engine to ask. A base image may have facts of its own. `sealed` is by this machine's clock,
# as the times of rpm are; whoever made the image may have another.
describe() {
  say "asks what is in the image"
  ! grep -qsF "\"name\":$NAME," $IMAGE || return 0
  local engine name found packages=''
  engine=$(timeout 60 docker version --format '{{.Server.Version}}')
  for name in "${PACKAGES[@]}"; do
    # What is no package's name, such as a group or a path, rpm may not know.
    ! found=$(rpm -q --whatprovides --qf '"%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}",' -- "$name" 2>/dev/null) || packages+=$found
  done
  mkdir -p "${IMAGE%/*}"
  printf '{"version":1,"name":%s,"base":%s,"digest":%s,"baked":%s,"sealed":%d,"dockerVersion":"%s","packages":[%s]}\n' \
    "$NAME" "$BASE" "$DIGEST" "$BAKED" "$(date +%s)" "$engine" "${packages%,}" >$IMAGE.new
  mv $IMAGE.new $IMAGE
}

# Docker is started again by the install script of a host, after its configuration and its data disk are there. With live
# restore, containers would run on without it.
stop_docker() {
  say "stops Docker and empties its folders, at most 300 s"
  local unit containers
  if systemctl is-active --quiet docker; then
    mapfile -t containers < <(timeout 60 docker ps -aq)
    ((!${#containers[@]})) || timeout 120 docker rm -f "${containers[@]}" >/dev/null
  fi
  for unit in docker.service docker.socket containerd.service {docker-prune,docker-host-ttl,dnf-automatic}.timer; do
    ! systemctl cat "$unit" &>/dev/null || timeout 120 systemctl disable --now "$unit" 2>/dev/null
  done
  empty var/lib/docker var/lib/containerd
  forget run/docker.pid etc/docker/key.json
}

remove_swap() {
  swapoff -a
  forget swapfile
  [[ ! -e etc/fstab ]] || sed -i '\#^/swapfile[[:space:]]#d' etc/fstab
}

# A host is configured by its own arguments alone.
remove_configuration() {
  say "removes this machine's configuration"
  local file
  for file in "${WRITTEN[@]}"; do forget "${file#/}"; done
  rmdir etc/docker-host etc/docker/certs.d/* 2>/dev/null || :
  for file in etc/dnf/plugins/versionlock.list etc/yum/pluginconf.d/versionlock.list; do
    [[ ! -e $file ]] || : >$file
  done
  systemctl daemon-reload
}

# Whoever could log in here cannot log in to a host of this image, unless that says so.
remove_access() {
  say "removes users' keys, and the machine's own"
  ! id -nG "$LOGIN" 2>/dev/null | grep -qw docker || gpasswd -d "$LOGIN" docker >/dev/null
  forget etc/sudoers.d/90-{cloud-init,docker-host}-users etc/ssh/ssh_host_*
  forget {root,home/*}/.{ssh,docker,gsutil,boto,config/gcloud}
  forget {root,home/*}/.{bash,python,lesshst,wget}*_history {root,home/*}/.{lesshst,viminfo,wget-hsts}
}

# What a check has given to this machine over SSH, by the record of it, which goes with what tells this machine from another.
remove_secrets() {
  local record=var/lib/docker-host/secrets.json python list path
  [[ -e $record ]] || return 0
  say "removes secrets"
  python=$(type -P python3 || echo /usr/libexec/platform-python)
  list=$("$python" -IS -c 'import json, sys
given = json.load(open(sys.argv[1]))
print("\n".join(given.get("files", []) + [one["file"] for one in given.get("logins", [])]))' "$record")
  while IFS= read -r path; do
    [[ -z $path ]] || forget "${path#/}"
  done <<<"$list"
}

# What tells this machine from another. cloud-init sets up the next one, as the instance is another. The file of systemd
# has to be there and empty: another text has systemd set all units to what it is told for a first boot. The machine's id also
# stands in the names of boot entries of kernels that were installed here, as the one of whoever made the base image does in those
# of its own: they stay, since grubenv may name one of them, and it is of a machine that is gone. Later kernels get entries of theirs.
remove_identity() {
  say "removes what tells this machine from another"
  local file
  # It holds the user data, with the machine's own key.
  forget var/lib/cloud/{instances,data}
  timeout 120 cloud-init clean --logs >&2
  forget var/lib/docker-host
  : >etc/machine-id
  rm -f var/lib/dbus/machine-id etc/hostname var/lib/systemd/credential.secret
  # It is written again when its unit stops, so that comes first. Two machines with one seed would draw the same numbers.
  timeout 60 systemctl stop systemd-random-seed 2>/dev/null || :
  rm -f var/lib/systemd/random-seed
  rm -f var/lib/NetworkManager/{*.lease,timestamps,secret_key,seen-bssids} var/lib/{dhclient,dhcp}/* var/lib/chrony/drift
  # Names the network, with the project's name at Google. NetworkManager writes it on each boot.
  ! grep -qs '^# Generated by NetworkManager' etc/resolv.conf || : >etc/resolv.conf
  # cloud-init writes them anew, and for an interface of another name would leave these, with an address that is gone.
  for file in etc/sysconfig/network-scripts/{ifcfg,route,route6}-* etc/NetworkManager/system-connections/cloud-init-*; do
    ! grep -qs '[Cc]reated by cloud-init' "$file" || rm -f "$file"
  done
  rm -f etc/udev/rules.d/70-persistent-net.rules etc/systemd/network/10-cloud-init-*
  rm -f etc/iscsi/initiatorname.iscsi etc/nvme/host{id,nqn} var/spool/mail/*
}

# Of Google's guest agent, where it is there. Kept are the two files by which Google's bootstrap.sh knows that cloud-init is ours.
remove_agent_state() {
  rm -rf etc/google_instance_id etc/boto.cfg etc/sudoers.d/google{_sudoers,-oslogin} etc/ssh/oslogin_trustedca.pub
  rm -rf var/lib/google{,-guest-agent,_osconfig_agent} var/google-{sudoers,users}.d etc/osconfig
  rm -f etc/yum.repos.d/google_osconfig_managed.repo etc/NetworkManager/system-connections/google-guest-agent-*
  [[ ! -e etc/hosts ]] || sed -i '/# Added by Google$/d' etc/hosts
  [[ ! -e etc/default/instance_configs.cfg ]] || sed -i '/^instance_id *=/d' etc/default/instance_configs.cfg
}

empty_logs_and_caches() {
  say "empties logs and caches"
  timeout 120 dnf -q clean all >&2 || :
  # Something may be at work in these.
  empty var/cache/dnf var/cache/yum tmp var/tmp 2>/dev/null || :
  # It would still write down who ends this connection, and from where.
  timeout 10 auditctl -e 0 &>/dev/null || :
  timeout 60 systemctl stop rsyslog syslog.socket 2>/dev/null || :
  timeout 60 journalctl --rotate &>/dev/null || :
  # journald has the new ones open, and makes another where it finds them broken.
  find var/log -xdev -type f \( ! -name '*.journal' -o -name '*@*.journal' \) -exec shred -n 0 -z {} +
  timeout 60 journalctl --vacuum-time=1s &>/dev/null || :
  find var/log -xdev -type f \( -name '*.gz' -o -name '*.[0-9]' -o -name '*-20[0-9]*' -o -name '*.journal' \) -delete
  find var/log -xdev -type f -exec truncate -s 0 {} +
}

# Freed blocks still hold what was in them, until the disk is told that nobody needs them. It forgets whole clusters of blocks
# only, so what is free is filled with zeros before. Where the disk takes no trim, these would be a full disk in each image.
trim() {
  local reserve
  say "fills what is free with zeros and trims the file system, at most 20 minutes"
  # What was freed a moment ago is trimmed only when the journal has it.
  timeout 300 sync
  if ! timeout 300 fstrim "${ROOT:-/}" 2>/dev/null; then
    say "the disk takes no trim"
    return
  fi
  # ext4 and XFS each keep some megabytes back.
  for reserve in sys/fs/ext4/*/reserved_clusters; do [[ ! -e $reserve ]] || echo 0 >"$reserve"; done
  timeout 30 xfs_io -x -c 'resblks 0' "${ROOT:-/}" &>/dev/null || :
  # Both end when the disk is full. Past the cache, which costs a fraction; what is less than a block of it comes afterwards.
  timeout 300 dd if=/dev/zero of=zeros bs=4M oflag=direct 2>/dev/null || :
  timeout 60 dd if=/dev/zero of=zeros.rest bs=4k 2>/dev/null || :
  timeout 300 sync
  rm -f zeros zeros.rest
  timeout 300 sync
  timeout 300 fstrim "${ROOT:-/}"
  timeout 300 sync
}

describe
stop_agent
stop_docker
remove_swap
remove_configuration
remove_access
remove_secrets
remove_identity
remove_agent_state
empty_logs_and_caches
trim
cat $IMAGE
# Later, so that this connection ends first. A cloud switches it off itself, at once; where nobody is left to ask for that, the
# machine ends all the same, although its time limit is gone. This timer is in memory alone. By itself, systemd takes up to a minute
# more than it was told.
systemd-run --quiet --timer-property=AccuracySec=1s --on-active=$((POWER_OFF ? 2 : 1800)) systemctl poweroff
