#!/bin/bash
# What the scripts of this folder begin with: questions to the engine, by its API. Bodies come on stdin, because they hold tokens, and
# arguments can be read by everybody on the machine. ROOT is empty on a member; tests point it at a scratch folder.
set -Eeuo pipefail
export LC_ALL=C ROOT=${ROOT:-}

ask() { curl -sS -m "${ASK_LIMIT:-20}" --unix-socket "$ROOT/run/docker.sock" "${@:2}" "http://localhost$1"; }

# post <path> <seconds>: sends stdin. Where the engine says no, its words go to stderr, and the status is 1.
post() {
  local answer status
  answer=$(ASK_LIMIT=$2 ask "$1" -X POST -H 'Content-Type: application/json' --data-binary @- -w '\n%{http_code}')
  status=${answer##*$'\n'} answer=${answer%$'\n'*}
  if [[ $status == 2* ]]; then
    printf '%s\n' "$answer"
  else
    answer=${answer#*'"message":"'}
    printf '%s\n' "${answer%'"}'*}" >&2
    return 1
  fi
}

# What `docker info` says of the swarm, on one line of JSON.
swarm_info() { ask /info | sed -n 's/.*"Swarm":\({.*\)/\1/p'; }

# swarm_field <name>: a string of what swarm_info gave.
swarm_field() { sed -n "s/^{[^{]*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

# await <seconds> <function>: until it is true. The status is 1 where that takes longer.
await() {
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < end)) || return 1
    sleep "${LOOK_EVERY:-1}"
  done
}

is_active() { [[ $(swarm_info) == *'"LocalNodeState":"active"'* ]]; }
is_manager() {
  local info
  info=$(swarm_info)
  [[ $info == *'"LocalNodeState":"active","ControlAvailable":true'* ]] && [[ $(ask /nodes) == '['* ]]
}
is_no_manager() { [[ $(swarm_info) == *'"ControlAvailable":false'* ]]; }
