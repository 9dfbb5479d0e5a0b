#!/bin/bash
# Probes of the machine around the engine.

check_disk() {
  local folders seen free total inodes device code=0 said=' '
  folders=("$ROOT$(info DockerRootDir | tr -d '"')")
  [[ ! -d $ROOT/var/lib/containerd ]] || folders+=("$ROOT/var/lib/containerd")
  seen=$(df -m --output=size,avail,iavail,source "${folders[@]}") || return 1
  # A line for each folder, in their order, below the titles.
  while read -r total free inodes device; do
    # Two folders of one disk are one line.
    [[ $said == *" $device "* ]] || echo "$(room "$free" "$total") free for ${folders[0]#"$ROOT"}"
    said+="$device "
    # A file system without a fixed number of inodes says 0 or "-".
    [[ ! $inodes =~ ^[0-9]+$ || $inodes == 0 || $inodes -ge 1000 ]] || { echo "only $inodes inodes free for ${folders[0]#"$ROOT"}" && return 1; }
    ((free >= 512)) || return 1
    ((free * 10 >= total)) || code=10
    folders=("${folders[@]:1}")
  done <<<"${seen#*$'\n'}"
  return "$code"
}

# room <free MiB> <all MiB>: for people, such as `1.4 of 20 GiB`.
room() {
  if (($1 < 1024)); then echo "$1 MiB of $(gib "$2") GiB"; else echo "$(gib "$1") of $(gib "$2") GiB"; fi
}

# With one decimal where the number is small.
gib() {
  if (($1 >= 10240)); then echo $((($1 + 512) / 1024)); else printf '%d.%d' $(($1 / 1024)) $(($1 % 1024 * 10 / 1024)); fi
}

check_memory() {
  local name kib total=0 available=0
  while read -r name kib _; do
    case $name in
      MemTotal:) total=$((kib / 1024)) ;;
      MemAvailable:) available=$((kib / 1024)) ;;
    esac
  done <"$ROOT/proc/meminfo"
  echo "$(room "$available" "$total") free"
  ((total >= 900 && available >= 128)) || return 10
}

check_selinux() {
  local mode
  mode=$(getenforce 2>/dev/null) || { echo "no SELinux on this host" && return 11; }
  echo "$mode, security options of dockerd: $(info SecurityOptions)"
  [[ $mode == Enforcing ]] || return 10
}

# Whoever flushes the packet filter takes Docker's rules with it, and dockerd puts them back only when it starts. Rules are
# demanded as far as the engine's own default bridge says that it has them.
check_firewall() {
  local zone rules network bridge said="no firewalld"
  network=$(default_bridge)
  bridge=$(sed -n 's/.*"com.docker.network.bridge.name":"\([^"]*\)".*/\1/p' <<<"$network")
  if [[ -n $bridge ]] && command -v firewall-cmd >/dev/null && [[ $(systemctl is-active firewalld) == active ]]; then
    zone=$(firewall-cmd --get-zone-of-interface="$bridge" 2>&1)
    said="firewalld, zone of $bridge: $zone"
    [[ $zone == docker ]] || { echo "$said; expected docker" && return 1; }
  fi
  if grep -qs '"iptables"[[:space:]]*:[[:space:]]*false' "$ROOT/etc/docker/daemon.json"; then
    echo "$said; dockerd was told to leave iptables alone"
    return 11
  fi
  if [[ $(ask_info) == *'"FirewallBackend":{"Driver":"nftables'* ]]; then
    nft list table ip docker-bridges >/dev/null 2>&1 || { echo "nftables has no table docker-bridges" && return 1; }
  else
    command -v iptables >/dev/null || { echo "$said; no iptables command" && return 11; }
    rules=$(iptables -t nat -S 2>&1)
    if [[ $rules != *"-j DOCKER"* || $network == *'enable_ip_masquerade":"true'* && $rules != *"-j MASQUERADE"* ]]; then
      echo "docker's rules are gone from iptables' table nat"
      return 1
    fi
  fi
  echo "$said; docker's rules are in place"
}

# A time service needs some seconds after the boot.
check_clock() {
  local image synchronized uptime tries=$((PROBE_LIMIT * 2 / 3))
  image=$(stat -L -c %Y "$ROOT/etc/os-release") || return 1
  (($(date +%s) >= image)) || { echo "it is $(date -u), before this image was made" && return 1; }
  systemctl is-active chronyd systemd-timesyncd ntpd 2>/dev/null | grep -qx active || { echo "no time service on this host; it is $(date -u)" && return 11; }
  read -r uptime _ <"$ROOT/proc/uptime"
  while synchronized=$(timedatectl show -p NTPSynchronized --value) && [[ $synchronized == no ]]; do
    ((${uptime%.*} < 600 && tries-- > 0)) || break
    sleep 1
  done
  echo "synchronized: $synchronized; it is $(date -u)"
  [[ $synchronized == yes ]] || return 10
}
