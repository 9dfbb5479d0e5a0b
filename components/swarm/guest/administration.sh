#!/bin/bash
# What a manager does to the members. Each may be run again: what is done already changes nothing.

# The tokens with which members join, on the stdout that only we read.
tokens() { ask /swarm | sed -n 's/.*\("JoinTokens":{[^}]*}\).*/{\1}/p'; }

unlock_key() { ask /swarm/unlockkey; }

# update_member <id> <options of docker node update>
update_member() { docker node update "${@:2}" "$1" >/dev/null; }

# drain_member <id> <seconds>: its tasks go elsewhere. After that time it is left with what still runs on it.
drain_member() {
  docker node update --availability drain "$1" >/dev/null
  await "$2" has_no_tasks "$1" || echo "late $1"
}

has_no_tasks() {
  local tasks
  tasks=$(docker node ps --format '{{.CurrentState}}' "$1") || return 1
  [[ $'\n'$tasks != *$'\n'Running* ]]
}

# demote_member <id>: until the managers no longer count it.
demote_member() {
  docker node update --role worker "$1" >/dev/null
  await 60 is_no_voter "$1" || { echo "$1 is still a manager a minute after it was demoted" >&2 && return 1; }
}

is_no_voter() { [[ $(docker node inspect --format '{{if .ManagerStatus}}voter{{end}}' "$1") != voter ]]; }

# remove_member <id>: where it is no longer here, that is all right.
remove_member() {
  local words
  for _ in {1..30}; do
    ! words=$(docker node rm --force "$1" 2>&1) || return 0
    [[ $words != *'not found'* ]] || return 0
    # It was demoted a moment ago, and the managers have not all heard of it.
    [[ $words == *demoted* ]] || break
    sleep "${LOOK_EVERY:-1}"
  done
  printf '%s\n' "$words" >&2
  return 1
}

# remake_ingress: the network of published ports, with MTU. The engine removes it in its own time.
remake_ingress() {
  local words
  ask /networks/ingress -X DELETE >/dev/null
  for _ in {1..60}; do
    words=$(printf '%s' "$BODY" | post /networks/create 20 2>&1) && return 0
    sleep "${LOOK_EVERY:-1}"
  done
  printf '%s\n' "$words" >&2
  return 1
}
