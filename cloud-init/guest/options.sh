#!/bin/bash
# Only a host that uses one of these options is sent this script. The install script sources it as its stage `options`,
# with the settings read and ROOT as the working folder; `fail`, `retry`, `add` and the result file are the install script's.
# Files are already there (cloud-init wrote them); here they take effect. Each part may run any number of times.
# shellcheck disable=SC2154 # `why` is what the last program of `retry` said
set -Eeuo pipefail
if ! declare -F fail retry add >/dev/null; then
  echo "docker-host-options is a part of docker-host-install; run that" >&2
  exit 1
fi

# Docker's packages stay as they were installed. What is locked is there, so no repository is asked.
lock_versions() {
  ((LOCK_VERSIONS)) || return 0
  if ! add python3-dnf-plugin-versionlock || ! retry 99 dnf '--disablerepo=*' versionlock add 'docker-*' containerd.io; then
    fail "docker.versionLock: dnf cannot lock Docker's versions: $why"
  fi
}

# Before the kernel parameters: some of those exist only once a module is there.
load_modules() {
  ((${#KERNEL_MODULES[@]})) || return 0
  reason=$(timeout 60 modprobe -a -- "${KERNEL_MODULES[@]}" 2>&1) || fail "kernelModules: modprobe refuses: $reason"
}

# Only our file: with --system, a line of the image's own files that the kernel refuses would look like ours.
set_sysctls() {
  ((RELOAD_SYSCTL)) || return 0
  reason=$(timeout 60 sysctl -p etc/sysctl.d/90-docker-host.conf 2>&1 >/dev/null) || fail "sysctls: the kernel refuses: $reason"
}

# label <folder> <folder whose rules it takes over>
label() {
  timeout 120 semanage fcontext -a -e "$2" "$1" 2>/dev/null || timeout 120 semanage fcontext -m -e "$2" "$1" ||
    fail "docker.dataRoot: semanage cannot give $1 the labels of $2"
}

# The outer folder first: semanage refuses a rule for a folder above one that has its own.
make_data_root() {
  [[ $DATA_ROOT ]] || return 0
  local path
  for path in "$DATA_ROOT" "$DATA_ROOT/containerd"; do
    [[ -d ${path#/} ]] || reason=$(install -d -m 0711 "${path#/}" 2>&1) || fail "docker.dataRoot: cannot make $path: $reason"
  done
  type selinuxenabled &>/dev/null && selinuxenabled || return 0
  type semanage &>/dev/null || add policycoreutils-python-utils ||
    fail "docker.dataRoot: SELinux is on, and dnf cannot install semanage to label $DATA_ROOT: $why"
  label "$DATA_ROOT" /var/lib/docker
  label "$DATA_ROOT/containerd" /var/lib/containerd
  say "labels $DATA_ROOT, at most 600 s"
  reason=$(timeout 600 restorecon -R "${DATA_ROOT#/}" 2>&1) || fail "docker.dataRoot: cannot label $DATA_ROOT: $reason"
}

open_ports() {
  ((${#FIREWALL_PORTS[@]})) || return 0
  local ports=("${FIREWALL_PORTS[@]/#/--add-port=}")
  type firewall-cmd &>/dev/null ||
    fail "firewalldPorts needs firewalld, which this image lacks; leave it out, or add firewalld to docker.packages"
  if timeout 60 firewall-cmd --state &>/dev/null; then
    reason=$(timeout 60 firewall-cmd --permanent "${ports[@]}" 2>&1 && timeout 60 firewall-cmd "${ports[@]}" 2>&1)
  else
    reason=$(timeout 60 firewall-offline-cmd "${ports[@]}" 2>&1)
  fi || fail "firewalldPorts: firewalld refuses: $reason"
}

# An sshd that does not run yet, or is started for each connection, reads its configuration when it starts.
reload_sshd() {
  ((RELOAD_SSHD)) || return 0
  local unit
  reason=$(timeout 60 sshd -t 2>&1) || fail "sshd refuses its configuration: $reason"
  for unit in sshd ssh; do
    systemctl is-active --quiet $unit || continue
    timeout 60 systemctl reload $unit || fail "systemd could not reload $unit"
    return
  done
}

install_updates() {
  ((SECURITY_UPDATES)) || return 0
  add dnf-automatic || fail "securityUpdates: dnf cannot install dnf-automatic: $why"
  timeout 60 systemctl enable --now dnf-automatic.timer || fail "securityUpdates: systemd could not start dnf-automatic.timer"
}

enable_units() {
  ((${#ENABLE_UNITS[@]})) || return 0
  systemctl daemon-reload
  timeout 60 systemctl enable --now "${ENABLE_UNITS[@]}" || fail "systemd could not start ${ENABLE_UNITS[*]}"
}

lock_versions
load_modules
set_sysctls
make_data_root
open_ports
reload_sshd
install_updates
enable_units
