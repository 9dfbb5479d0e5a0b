#!/bin/bash
# Probes of the engine: its units, its socket, its answers, its configuration.

check_enabled() {
  local unit state
  for unit in containerd docker; do
    state=$(systemctl is-enabled "$unit" 2>&1)
    [[ $state == enabled ]] || { echo "$unit is $state" && return 1; }
  done
  echo "containerd and docker start with the machine"
}

# While the machine still boots, and where a unit is on its way, there is something to wait for.
check_units() {
  local unit state since now restarts
  for unit in containerd docker; do
    until state=$(systemctl is-active "$unit") && [[ $state == active ]]; do
      case $state:$(systemctl is-system-running 2>/dev/null) in
        activating:* | reloading:* | *:starting | *:initializing) sleep 1 ;;
        *) echo "$unit is $state" && return 1 ;;
      esac
    done
    restarts=$(systemctl show -p NRestarts --value "$unit")
    since=$(systemctl show -p ActiveEnterTimestampMonotonic --value "$unit")
    read -r now _ <"$ROOT/proc/uptime"
    ((restarts == 0)) && continue
    if ((${now%.*} - since / 1000000 < 60)); then
      echo "$unit is restarting: $restarts times so far, last $((${now%.*} - since / 1000000)) s ago"
      return 1
    fi
    echo "$unit was restarted $restarts times"
    return 10
  done
  echo "containerd and docker are active"
}

# The daemon itself, asked without the docker command, so that one is not taken for the other.
check_daemon() {
  local answer pid
  command -v curl >/dev/null || { echo "no curl on this host" && return 11; }
  echo "dockerd does not answer on /run/docker.sock"
  pid=$(systemctl show -p MainPID --value docker)
  [[ $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "$ROOT/proc/$pid/status" 2>/dev/null) != T ]] || echo "(process $pid is stopped)"
  until answer=$(curl -s -m 10 --unix-socket "$ROOT/run/docker.sock" http://localhost/_ping) && [[ $answer == OK ]]; do sleep 1; done
  : >"$SCRATCH/output"
  echo "dockerd answers on its socket"
}

check_server() {
  local command
  command=$(command -v docker) || { echo "there is no docker command on PATH" && return 1; }
  echo "$command does not answer"
  until timeout 15 docker version --format '{{.Server.Version}} API {{.Server.APIVersion}}' >"$SCRATCH/server" 2>&1; do sleep 1; done
  : >"$SCRATCH/output"
  cat "$SCRATCH/server"
}

check_version() {
  local server
  server=$(docker version --format '{{.Server.Version}}') || return 1
  server=${server%%+*}
  [[ -z $EXPECT_VERSION || $EXPECT_VERSION == "$server" || $EXPECT_VERSION == "$server"-* ]] ||
    { echo "server is $server, expected $EXPECT_VERSION" && return 1; }
  docker version --format 'client {{.Client.Version}}, server {{.Server.Version}}, API {{.Server.APIVersion}}'
}

check_socket() {
  local seen
  seen=$(stat -L -c '%a %U:%G %F' "$ROOT/run/docker.sock") || return 1
  [[ $seen == "660 root:docker socket" ]] || { echo "/run/docker.sock is $seen, expected 660 root:docker socket" && return 1; }
  echo "$seen"
}

# daemon.json is compared by digests, so that its values stand nowhere else; what the daemon says it does, by value. A
# line of EXPECT_INFO is <template>|<is or has>|<name>|<value>.
check_configuration() {
  local template way value name line code=0 templates='' seen=() file=$ROOT/etc/docker/daemon.json
  while IFS='|' read -r template _; do templates+=$template$'\n'; done < <(printf '%s' "$EXPECT_INFO")
  if [[ -n $templates ]]; then
    docker info --format "$templates" >"$SCRATCH/info" || return 1
    mapfile -t seen <"$SCRATCH/info"
    while IFS='|' read -r template way name value; do
      line=${seen[0]:-}
      seen=("${seen[@]:1}")
      [[ $way == is && $line == "$value" || $way == has && $line == *"$value"* ]] && continue
      echo "$name is $line, expected $value;"
      code=1
    done < <(printf '%s' "$EXPECT_INFO")
  fi
  ((code == 0)) || return "$code"
  [[ $EXPECT_DAEMON_JSON != unknown ]] || { echo "nothing particular was asked for" && return 0; }
  python -c "$DAEMON_JSON_PY" "$file" "$EXPECT_DAEMON_JSON"
}

check_storage() {
  local driver details
  read -r driver details < <(docker info --format '{{.Driver}} {{json .DriverStatus}}')
  [[ -n $driver ]] || { echo "docker info names no storage driver" && return 1; }
  echo "$driver $(tr -d '[]"' <<<"$details")"
  [[ $details != *'"Supports d_type","false"'* ]] || return 1
  [[ $driver != vfs && $driver != devicemapper ]] || return 10
}

check_cgroup() {
  local found
  found=$(docker info --format 'version {{.CgroupVersion}}, driver {{.CgroupDriver}}') || return 1
  echo "$found"
  [[ $found == "version 2, driver systemd" ]]
}
