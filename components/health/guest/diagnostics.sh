#!/bin/bash
# What a person needs when the host is not healthy. User data and the install script's settings are never read: they may
# hold secrets. Everything else goes through `redact`.

# The end of the log that belongs to a stage. For the installation, that depends on the step at which it was. Probes of
# something other than the engine have none.
last_lines() {
  local log=
  case $1:$(field stage "$ROOT/var/lib/docker-host/result.json") in
    install:configure | install:options | install:start | install:verify) ;;
    install:* | repository:* | packages:*) log=docker-host-install.log ;;
    cloud-init:*) log=cloud-init-output.log ;;
    units:* | daemon:* | server:* | storage:* | container:* | logs:* | port:* | smoke:* | restart:* | enabled:*) ;;
    *) return ;;
  esac
  if [[ -n $log ]]; then
    tail -n 60 "$ROOT/var/log/$log" 2>&1
  else
    # Messages about success would fill the last lines of a daemon that fails; the archive has them.
    timeout -k 2 10 journalctl -u docker -u containerd -n 500 --no-pager 2>&1 | grep -vE 'level=(info|debug)' | tail -n 60
  fi | cut -c 1-400 | redact | printable
}

# collect <file> <command...>: runs in the background, for ten seconds at most.
collect() { timeout -k 2 10 "${@:2}" >"$SCRATCH/diagnostics/$1" 2>&1 3>&- & }

# Fills the folder with what can be found out now.
collect_all() {
  mkdir -p "$SCRATCH/diagnostics"
  collect cloud-init-status.json cat "$ROOT/var/lib/cloud/data/status.json"
  collect cloud-init-result.json cat "$ROOT/var/lib/cloud/data/result.json"
  collect cloud-init-output.log tail -n 2000 "$ROOT/var/log/cloud-init-output.log"
  collect install-result.json cat "$ROOT/var/lib/docker-host/result.json"
  collect install.log tail -n 5000 "$ROOT/var/log/docker-host-install.log"
  collect dnf.log tail -n 2000 "$ROOT/var/log/dnf.log"
  collect dnf-rpm.log tail -n 2000 "$ROOT/var/log/dnf.rpm.log"
  collect units.txt systemctl status --no-pager -l docker.service docker.socket containerd.service cloud-final.service
  collect journal-docker.txt journalctl --no-pager -n 2000 -u docker -u containerd
  collect journal-warnings.txt journalctl --no-pager -n 1000 -b -p warning
  collect docker-info.json bash -c 'ask /info'
  collect containers.json bash -c "ask '/containers/json?all=1'"
  collect disk.txt df -h
  collect memory.txt free -m
  collect processes.txt ps -eo pid,ppid,user,stat,rss,etime,comm
  collect network.txt ip address
  collect iptables.txt iptables-save
  wait
  redact -i "$SCRATCH"/diagnostics/*
}

# One archive, readable by whoever ran the check; prints its path, or why there is none.
diagnostics() {
  local folder file owner=${SUDO_USER:-root} reason
  mkdir -p "$SCRATCH/diagnostics"
  printf '%s\n' "$1" >"$SCRATCH/diagnostics/failure.txt"
  cp "$SCRATCH/report" "$SCRATCH/diagnostics/probes.jsonl"
  collect_all
  # A full disk must not take the diagnostics with it.
  for folder in "$ROOT/var/lib/docker-host" "$ROOT/run/docker-host"; do
    file=$folder/diagnostics.tar.gz
    if reason=$(mkdir -p "$folder" && tar -C "$SCRATCH" -czf "$file.new" diagnostics 2>&1 &&
      chmod 0600 "$file.new" && chown "$owner" "$file.new" && mv -f "$file.new" "$file"); then
      echo "${file#"$ROOT"}"
      return 0
    fi
    rm -f "$file.new"
  done
  echo "$reason" | short
  return 1
}

# Collects anew, adds what the last failed check has left, and writes it all to stdout. It is base64 between two marks,
# because login shells may write something as well.
send_diagnostics() {
  local kept=$ROOT/var/lib/docker-host/diagnostics.tar.gz other=$ROOT/run/docker-host/diagnostics.tar.gz
  [[ ! $other -nt $kept ]] || kept=$other
  collect_all
  tar -C "$SCRATCH" -xzf "$kept" diagnostics/failure.txt diagnostics/probes.jsonl 2>/dev/null
  echo "-----BEGIN DIAGNOSTICS-----"
  tar -C "$SCRATCH" -cz diagnostics | base64
  echo "-----END DIAGNOSTICS-----"
  trap 'rm -rf "$SCRATCH"' EXIT
  exit 0
}
