#!/bin/bash
# Looks at a Docker host and prints one JSON line per probe, then one for the whole. Runs as root on the host, changes
# nothing that stays, and every probe has a limit. The lines that set EXPECT_* and call `probe` are put around this text
# by ../script.ts. ROOT is empty on a host; tests point it at a scratch folder.
set -uo pipefail
exec 3>&2
export LC_ALL=C ROOT=${ROOT:-}
# A text that breaks off on its way in ends without `conclude`, and must not look like success.
trap 'exit 1' EXIT
started=$SECONDS
docker_version=
failed=

# Cut before it is escaped: half an escape, or half a character, would make the whole line unreadable.
json() {
  local text
  text=$(printf '%s' "$1" | tr -s '\000-\037' ' ' | cut -c 1-600 | iconv -c -f UTF-8 -t UTF-8)
  text=${text//\\/\\\\}
  printf '%s' "${text//\"/\\\"}"
}

# For whoever waits: on the real stderr, which is shown while the check runs.
note() { printf '%s\n' "$*" >&3; }

field() { sed -En "s/.*\"$1\":\"(([^\"\\\\]|\\\\.)*)\".*/\1/p" "$2" | sed 's/\\\(.\)/\1/g'; }

# What the script of cloud-init/guest/install.sh wrote. It may still be running, or not have begun.
check_install() {
  local file=$ROOT/var/lib/docker-host/result.json status stage seen=
  until status=$(field status "$file" 2>/dev/null) && [[ $status == "done" || $status == failed ]]; do
    if [[ ! -e $file && -e $ROOT/var/lib/cloud/data/result.json ]]; then
      echo "cloud-init has ended but the install script never ran; was its runcmd replaced?"
      return 1
    fi
    stage=$(field stage "$file" 2>/dev/null)
    [[ $stage == "$seen" ]] || note "install: stage $stage"
    seen=$stage
    sleep 1
  done
  if [[ $status == failed ]]; then
    echo "stage $(field stage "$file"): $(field message "$file")"
    return 1
  fi
  echo "done in $(sed -n 's/.*"seconds":\([0-9]*\),"message".*/\1/p' "$file") s"
}

# result.json appears when cloud-init's last stage has ended; asking `cloud-init status` in a loop would slow the boot.
# Its exit code says nothing on EL9 (patched to 0 on recoverable errors), so the JSON is read.
check_cloud_init() {
  command -v cloud-init >/dev/null || { echo "no cloud-init on this image" && return 1; }
  until [[ -e $ROOT/var/lib/cloud/data/result.json ]]; do sleep 1; done
  cloud-init status --format json 2>/dev/null | python3 -c '
import json, sys
s = json.load(sys.stdin)
status = s.get("extended_status") or s.get("status")
notes = [str(e) for e in s.get("errors") or []]
notes += [str(m) for level in (s.get("recoverable_errors") or {}).values() for m in level]
print(status, "; ".join(notes))
sys.exit(0 if status == "done" else 10 if status.startswith("degraded") else 1)'
}

check_system() {
  # shellcheck source=/dev/null
  . "$ROOT/etc/os-release"
  echo "$PRETTY_NAME, kernel $(uname -r), $(uname -m)"
  [[ ${PLATFORM_ID:-} == platform:el9 ]] || return 10
}

check_repository() {
  local enabled
  enabled=$(dnf -q -C repolist --enabled 2>&1)
  grep docker-ce-stable <<<"$enabled" || { echo "docker-ce-stable is not enabled; enabled are: $enabled" && return 1; }
}

check_packages() { rpm -q docker-ce docker-ce-cli containerd.io; }

check_units() {
  local unit restarts code=0
  for unit in containerd docker; do
    [[ $(systemctl is-active "$unit") == active ]] || { echo "$unit is $(systemctl is-active "$unit")" && return 1; }
    [[ $(systemctl is-enabled "$unit") == enabled ]] || { echo "$unit is $(systemctl is-enabled "$unit")" && return 1; }
    restarts=$(systemctl show -p NRestarts --value "$unit")
    ((restarts == 0)) || { echo "$unit was restarted $restarts times" && code=10; }
  done
  echo "containerd and docker are active and enabled"
  return "$code"
}

check_server() {
  until timeout 15 docker version --format '{{.Server.Version}}' 2>/dev/null; do sleep 1; done
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
  echo "$seen"
  [[ $seen == "660 root:docker socket" ]]
}

check_membership() {
  local name members
  members=$(getent group docker | cut -d : -f 4) || return 1
  for name in $EXPECT_USERS; do
    [[ ,$members, == *,$name,* ]] || { echo "$name is not in group docker (members: ${members:-none})" && return 1; }
  done
  echo "members: ${members:-none}"
}

# A session keeps the groups it began with, so each user gets a new one.
check_login() {
  local name
  for name in $EXPECT_USERS; do
    timeout 30 runuser -l "$name" -c 'docker ps >/dev/null' 2>&1 || { echo "$name cannot use docker" && return 1; }
  done
  echo "each of: ${EXPECT_USERS:-nobody}"
}

# From scratch around the static docker-init that docker-ce ships: no registry is asked.
check_container() {
  local image=docker-host-probe init
  init=$(command -v docker-init || ls "$ROOT/usr/libexec/docker/docker-init") || return 1
  tar -C "${init%/*}" -c docker-init | docker import --change 'ENTRYPOINT ["/docker-init", "--version"]' - "$image" >/dev/null || return 1
  docker run --rm --network none --pull never "$image"
  local code=$?
  docker image rm -f "$image" >/dev/null 2>&1
  return "$code"
}

# probe <name> <limit in s> <essential: 1 or 0> <hint>: a check ends with 0 pass, 10 warn, 11 skip, else fail.
probe() {
  local name=$1 limit=$2 essential=$3 hint=$4 check=check_${1//-/_} begin code status detail left
  [[ -z $failed ]] || return 0
  left=$((EXPECT_TOTAL - SECONDS + started))
  ((limit < left)) || limit=$((left > 1 ? left : 1))
  export -f "${check?}" field note
  note "probe $name"
  begin=$(date +%s%3N)
  detail=$(timeout -k 5 "$limit" bash -uo pipefail -c "$check" 2>&1 </dev/null)
  code=$?
  case $code in
    0) status=pass ;;
    10) status=warn ;;
    11) status=skip ;;
    124 | 137) status=fail detail="no answer within $limit s${detail:+: $detail}" ;;
    *) status=fail ;;
  esac
  [[ $name != server || $status != pass ]] || docker_version=$detail
  printf '{"probe":"%s","status":"%s","ms":%d,"detail":"%s"}\n' "$name" "$status" "$(($(date +%s%3N) - begin))" "$(json "$detail")"
  if [[ $status == fail && $essential == 1 ]]; then
    failed=$name cause=$detail remedy=$hint
  fi
}

# The last thing printed: one line for programs and, where the host is not healthy, what a person needs to go on.
conclude() {
  local healthy=true took=$((SECONDS - started))
  trap - EXIT
  [[ -z $failed ]] || healthy=false
  printf '{"healthy":%s,"dockerVersion":"%s","seconds":%d}\n' "$healthy" "$(json "$docker_version")" "$took"
  [[ -n $failed ]] || exit 0
  printf '\ndocker host "%s": stage %s failed after %d s: %s\nhint: %s\n' "$EXPECT_NAME" "$failed" "$took" "$cause" "$remedy"
  local log=$ROOT/var/log/docker-host-install.log
  case $failed in
    install | repository | packages) printf 'last lines of %s:\n%s\n' "$log" "$(tail -n 40 "$log" 2>&1)" ;;
    cloud-init) printf 'last lines of cloud-init-output.log:\n%s\n' "$(tail -n 40 "$ROOT/var/log/cloud-init-output.log" 2>&1)" ;;
    *) printf 'last lines of the journal of docker and containerd:\n%s\n' "$(journalctl -u docker -u containerd -n 40 --no-pager 2>&1)" ;;
  esac
  exit 1
}
