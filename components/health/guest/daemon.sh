#!/bin/bash
# Probes of the engine: its units, its socket, its answers, its configuration.

check_enabled() {
  local unit states=()
  mapfile -t states < <(systemctl is-enabled containerd docker 2>&1)
  for unit in containerd docker; do
    [[ ${states[0]:-unknown} == enabled ]] || { echo "$unit is ${states[0]:-unknown}" && return 1; }
    states=("${states[@]:1}")
  done
  echo "containerd and docker start with the machine"
}

# Sets variables to the properties of both units: ActiveState_docker and so on.
unit_states() {
  local unit line
  for unit in containerd docker; do
    while IFS= read -r line; do printf -v "${line%%=*}_$unit" '%s' "${line#*=}"; done < <(
      systemctl show -p ActiveState -p NRestarts -p ActiveEnterTimestampMonotonic "$unit"
    )
  done
}

# Waits as long as the machine still boots, or a unit is still starting.
check_units() {
  local unit state ago now restarts since code=0
  unit_states
  for unit in containerd docker; do
    while state=ActiveState_$unit && [[ ${!state} != active ]]; do
      case ${!state}:$(systemctl is-system-running 2>/dev/null) in
        activating:* | reloading:* | *:starting | *:initializing)
          restarts=NRestarts_$unit
          echo "$unit is ${!state}, after ${!restarts:-0} restarts" >"$OUTPUT"
          sleep 1
          ;;
        *) echo "$unit is ${!state}" && return 1 ;;
      esac
      unit_states
    done
    restarts=NRestarts_$unit since=ActiveEnterTimestampMonotonic_$unit
    ((${!restarts:-0} == 0)) && continue
    read -r now _ <"$ROOT/proc/uptime"
    ago=$((${now%.*} - ${!since:-0} / 1000000))
    ((ago >= 60)) || { echo "$unit is restarting: ${!restarts} times so far, last $ago s ago" && return 1; }
    echo "$unit was restarted ${!restarts} times"
    code=10
  done
  ((code != 0)) || : >"$OUTPUT"
  echo "containerd and docker are active"
  return "$code"
}

# Asks the daemon without the docker command, so that a fault of one is not taken for a fault of the other.
check_daemon() {
  local answer pid
  command -v curl >/dev/null || {
    echo "curl is not on this host, and the check asks the engine by it: run \`dnf install curl-minimal\` on the host"
    return 1
  }
  echo "dockerd does not answer on /run/docker.sock"
  until answer=$(ask /_ping) && [[ $answer == OK ]]; do
    pid=$(systemctl show -p MainPID --value docker)
    [[ $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "$ROOT/proc/$pid/status" 2>/dev/null) != T ]] || echo "(process $pid is stopped)"
    sleep 1
  done
  : >"$OUTPUT"
  echo "dockerd answers on its socket"
}

# default_bridge: what the engine says of the network of containers that name none. Fails where dockerd was told to have
# none, with status 11.
default_bridge() {
  local answer
  answer=$(ask /networks/bridge) || return 1
  [[ $answer != *'network bridge not found'* ]] || return 11
  printf '%s' "$answer"
}

# ask <path> [curl's options...]: the engine's API, which costs a fraction of a start of the docker command.
ask() { curl -s -m 5 --unix-socket "$ROOT/run/docker.sock" "${@:2}" "http://localhost$1"; }

# post <path> <seconds> [JSON]
post() { ask "$1" -m "$2" -X POST -H 'Content-Type: application/json' -d "${3:-}"; }

# The one call of `docker version`: what it says is kept for the next probe.
check_server() {
  local command
  command=$(command -v docker) || { echo "there is no docker command on PATH" && return 1; }
  echo "$command does not answer"
  until timeout -k 2 20 docker version --format '{{.Server.Version}} API {{.Server.APIVersion}}, client {{.Client.Version}}' >"$SCRATCH/server" 2>&1; do sleep 1; done
  : >"$OUTPUT"
  cat "$SCRATCH/server"
}

check_version() {
  local server
  read -r server _ <"$SCRATCH/server"
  server=${server%%+*}
  [[ -n $EXPECT_VERSION ]] || { echo "$server; any version passes" && return 0; }
  [[ $EXPECT_VERSION == "$server" || $EXPECT_VERSION == "$server"-* ]] || { echo "server is $server, expected $EXPECT_VERSION" && return 1; }
  echo "$server, as asked"
}

check_socket() {
  local seen
  seen=$(stat -L -c '%a %U:%G %F' "$ROOT/run/docker.sock") || return 1
  [[ $seen == "660 root:docker socket" ]] || { echo "/run/docker.sock is $seen, expected 660 root:docker socket" && return 1; }
  echo "$seen"
}

# What the engine says of itself, asked once: it starts programs of its own to answer, which takes long where processors are slow.
ask_info() {
  local kept=$SCRATCH/info.json
  [[ -e $kept ]] || { ask /info -m 25 >"$kept.new" && mv "$kept.new" "$kept"; } || return 1
  cat "$kept"
}

# info <field>: a field of the engine's /info, which is asked once. `expected` has a line for each template of EXPECT_INFO. Where
# there is no Python, the docker command asks.
info() {
  local name template format='' line
  if [[ ! -e $SCRATCH/info ]]; then
    for name in Driver DriverStatus LoggingDriver CgroupVersion CgroupDriver DockerRootDir SecurityOptions; do format+="$name {{json .$name}}"$'\n'; done
    while IFS='|' read -r template _; do format+="expected $template"$'\n'; done < <(printf '%s' "$EXPECT_INFO")
    ask_info | python -c "$INFO_PY" "$format" >"$SCRATCH/info.new"
    case $? in
      0) ;;
      127) docker info --format "$format" >"$SCRATCH/info.new" || return 1 ;;
      *) return 1 ;;
    esac
    mv "$SCRATCH/info.new" "$SCRATCH/info"
  fi
  while read -r name line; do [[ $name != "$1" ]] || printf '%s\n' "$line"; done <"$SCRATCH/info"
}

# daemon.json is compared by digests, so that its values are copied nowhere; `docker info` is compared by value. A line
# of EXPECT_INFO is <template>|<is or has>|<key of daemon.json>|<value>. Only what dockerd shows is known to be in force.
check_configuration() {
  local way value name line seen=() compared=''
  info expected >"$SCRATCH/expected" || return 1
  mapfile -t seen <"$SCRATCH/expected"
  while IFS='|' read -r _ way name value; do
    line=${seen[0]:-}
    seen=("${seen[@]:1}")
    # A kernel without SELinux cannot have it on.
    [[ $value != *name=selinux* ]] || command -v getenforce >/dev/null || continue
    [[ " $compared " == *" $name "* ]] || compared+=" $name"
    [[ $way == is && $line == "$value" || $way == has && $line == *"$value"* ]] && continue
    echo "$name is $line, expected $value"
    return 1
  done < <(printf '%s' "$EXPECT_INFO")
  compared=${compared# }
  echo "dockerd has as asked: ${compared:-nothing that it shows};"
  [[ $EXPECT_DAEMON_JSON != unknown ]] || { echo "daemon.json was not looked at" && return 0; }
  python -c "$DAEMON_JSON_PY" "$ROOT/etc/docker/daemon.json" "$EXPECT_DAEMON_JSON" "$compared"
}

check_storage() {
  local driver details name
  driver=$(info Driver | tr -d '"') details=$(info DriverStatus)
  [[ -n $driver ]] || { echo "docker info names no storage driver" && return 1; }
  # Of pairs such as ["Backing Filesystem","extfs"]; where containerd keeps the images there is no such pair.
  name=$(sed -n 's/.*"Backing Filesystem","\([^"]*\)".*/\1/p' <<<"$details")
  [[ $details != *io.containerd.snapshotter* ]] || driver+=", containerd's image store"
  echo "$driver${name:+ on ${name/#extfs/ext4}}"
  [[ $details != *'"Supports d_type","false"'* ]] || { echo "without d_type: format it with ftype=1" && return 1; }
  [[ ${driver%%,*} != vfs && ${driver%%,*} != devicemapper ]] || return 10
}

check_cgroup() {
  local found
  found="version $(info CgroupVersion), driver $(info CgroupDriver)"
  echo "${found//\"/}"
  [[ $found == 'version "2", driver "systemd"' ]]
}
