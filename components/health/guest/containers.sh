#!/bin/bash
# Probes that run containers. No registry is needed: the image is made here around docker-init, a static program of
# docker-ce. A container that needs more gets the host's /usr. What they write is read here and kept nowhere. The engine's API
# makes them: the docker command was looked at before, and each of its starts takes long where processors are slow.
PROBE_IMAGE=docker-host-probe
export PROBE_IMAGE

probe_image() {
  local folder=$SCRATCH/image init link answer
  [[ ! -e $folder/made ]] || return 0
  init=$(command -v docker-init || ls "$ROOT/usr/libexec/docker/docker-init") || return 1
  mkdir -p "$folder"/root/{usr,tmp}
  cp "$init" "$folder/root/docker-init"
  for link in bin sbin lib lib64; do ln -sfn "usr/$link" "$folder/root/$link"; done
  answer=$(tar -C "$folder/root" -c . | ask "/images/create?fromSrc=-&repo=$PROBE_IMAGE" -m "${PROBE_LIMIT:-60}" -X POST \
    -H 'Content-Type: application/x-tar' --data-binary @-)
  [[ $answer == *'"status":"sha256:'* ]] || { printf 'the image cannot be made: %s\n' "$answer" && return 1; }
  : >"$folder/made"
}

run() { docker run --pull never --log-driver none "$@"; }

run_with_usr() { run -v /usr:/usr:ro --security-opt label=disable "$@"; }

# What the host itself reaches, which no container is asked for then.
host_network() {
  local target
  target=$(sed -n 's/^baseurl=//p' "$ROOT/etc/yum.repos.d/docker-ce.repo" 2>/dev/null | head -n 1)
  python -c "$NETWORK_PY" look "${target:-https://download.docker.com}" >"$SCRATCH/network-host.new"
  mv "$SCRATCH/network-host.new" "$SCRATCH/network-host"
}

# network_container <seconds> [log configuration]: starts a container that tests its network, and that answers on its published
# port with what it saw. It is not asked for what the host itself cannot reach. Status 11 is for a host that cannot have it.
network_container() {
  local interpreter name=docker-host-network-$BASHPID tries look answer log=${2:+\"LogConfig\":$2,}
  default_bridge >/dev/null
  (($? != 11)) || { echo "dockerd was told to have no default bridge" && return 11; }
  interpreter=$(command -v python3 || command -v /usr/libexec/platform-python) || { echo "no Python on this host" && return 11; }
  probe_image || return 1
  # It was begun long before, and takes a minute where nothing answers.
  for ((tries = 0; tries < 200; tries++)); do
    [[ ! -e $SCRATCH/network-host ]] || break
    sleep 0.2
  done
  [[ -s $SCRATCH/network-host ]] || printf '%s failed: the look at the network has not ended\n' dns tcp >"$SCRATCH/network-host"
  echo "$name" >"$SCRATCH/network-tried"
  look=$(json "$NETWORK_PY")
  answer=$(post "/containers/create?name=$name" "$1" "{\"Image\":\"$PROBE_IMAGE\",\"ExposedPorts\":{\"8080/tcp\":{}},
    \"Cmd\":[\"$interpreter\",\"-IS\",\"-c\",\"${look//$'\n'/\\n}\",\"serve\",\"$(sed -n 's/^ask //p' "$SCRATCH/network-host" 2>/dev/null)\"],
    \"HostConfig\":{$log\"AutoRemove\":true,\"Binds\":[\"/usr:/usr:ro\"],\"SecurityOpt\":[\"label=disable\"],
    \"PortBindings\":{\"8080/tcp\":[{\"HostIp\":\"127.0.0.1\"}]}}}")
  if [[ $answer == *'"Id":"'* ]] && answer=$(post "/containers/$name/start" "$1") && [[ -z $answer ]]; then
    echo "$name" >"$SCRATCH/network-name"
    return 0
  fi
  answer=${answer#'{"message":"'} answer=${answer%'"}'*}
  echo "a container with a published port does not start: ${answer:-no answer within $1 s}"
  ask "/containers/$name?force=1" -X DELETE >/dev/null
  return 1
}

# The one container of a healthy host shows that containers run, that the log driver of daemon.json works, and how their
# network is. Where it does not start, smaller ones tell which of these it is: with the log driver, and without. A driver that
# sends to a server may wait longer than the probe may.
check_container() {
  local name=docker-host-logs-$BASHPID part=$(((PROBE_LIMIT + 2) / 3))
  if network_container "$part" >"$SCRATCH/network-start"; then
    : >"$SCRATCH/logs-work"
    echo "a container runs, with the host's /usr and a published port"
    return 0
  fi
  probe_image || return 1
  timeout -k 2 "$part" docker run --rm --network none --pull never --name "$name" "$PROBE_IMAGE" \
    /docker-init --version >"$SCRATCH/logs" 2>&1 && : >"$SCRATCH/logs-work" && cat "$SCRATCH/logs" && return 0
  ask "/containers/$name?force=1" -X DELETE >/dev/null
  run --rm --network none "$PROBE_IMAGE" /docker-init --version
}

# What the driver sends to may be a container that comes later, or be away for now.
check_logs() {
  local driver
  driver=$(info LoggingDriver | tr -d '"')
  [[ ! -e $SCRATCH/logs-work ]] || { echo "a container starts with log driver $driver" && return 0; }
  echo "no container starts with log driver $driver: $(cat "$SCRATCH/logs")"
  case $driver in
    local | json-file | journald | none) return 1 ;;
    *) return 10 ;;
  esac
}

# The container needs no log driver for that.
check_port() {
  local name port answer=''
  [[ -e $SCRATCH/network-name ]] || network_container "$PROBE_LIMIT" '{"Type":"none"}' || return
  read -r name <"$SCRATCH/network-name"
  port=$(ask "/containers/$name/json" | sed -n 's/.*"HostPort":"\([0-9]*\)".*/\1/p')
  echo "the container's port, published on 127.0.0.1:$port, does not answer"
  until [[ $answer == *"docker-host-probe"* ]]; do
    answer=$(exec 4<>"/dev/tcp/127.0.0.1/$port" && timeout -k 2 20 cat <&4) 2>/dev/null || sleep 0.3
  done
  : >"$OUTPUT"
  printf '%s\n' "$answer" >"$SCRATCH/network-container"
  echo "published on 127.0.0.1:$port and reached"
}

seen_network() {
  local what=$1
  [[ -e $SCRATCH/network-container ]] || { echo "no container could be asked" && return 11; }
  grep -q "^$what ok" "$SCRATCH/network-host" || { echo "the host itself: $(grep "^$what" "$SCRATCH/network-host")" && return 11; }
  grep "^$what" "$SCRATCH/network-container"
  grep -q "^$what ok" "$SCRATCH/network-container"
}

check_dns() { seen_network dns; }

# Packets that are too large for the way are lost where nobody on it may say so: of a page, then, nothing arrives. What the
# machine itself sends to an address that a network of Docker's has never leaves it.
check_outgoing() {
  local code=0 inside around
  seen_network tcp || code=$?
  if grep -s '^client inside' "$SCRATCH/network-host" && ((code == 0 || code == 11)); then code=10; fi
  [[ -e $SCRATCH/network-container && $code != 1 ]] || return "$code"
  inside=$(sed -n 's/^mtu \([0-9]*\)$/\1/p' "$SCRATCH/network-container")
  around=$(sed -n 's/^mtu \([0-9]*\)$/\1/p' "$SCRATCH/network-host")
  if [[ -n $inside && -n $around ]] && ((inside > around)); then
    echo "containers are told that packets may have $inside bytes, and this machine's network carries $around"
    code=10
  fi
  if ! grep -q '^packets failed' "$SCRATCH/network-host" && grep '^packets failed' "$SCRATCH/network-container"; then
    code=1
  fi
  return "$code"
}

check_smoke() {
  [[ -n $EXPECT_SMOKE_IMAGE ]] || { echo "no image was asked for" && return 11; }
  # Its status is the image's own, which may be one that means something else here.
  docker run --rm --pull always --log-driver none "$EXPECT_SMOKE_IMAGE" || return 1
}

# The image was only for the check. A container that waits for the reboot check still needs it. The one of the network has mostly ended,
# or does so just now: as long as the engine knows it, the image stays.
remove_probe_image() {
  local name tries answer
  if [[ -e $SCRATCH/network-tried ]] && read -r name <"$SCRATCH/network-tried"; then
    for ((tries = 0; tries < 50; tries++)); do
      answer=$(ask "/containers/$name?force=1" -X DELETE) || break
      [[ $answer != *"No such container"* ]] || break
      sleep 0.2
    done
  fi
  ask "/images/$PROBE_IMAGE" -X DELETE >/dev/null || true
}
