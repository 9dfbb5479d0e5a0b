#!/bin/bash
# What a member does by itself: it makes a swarm, joins one, leaves one. Each ends with its id in the swarm.

# make_swarm: with BODY, what the engine is asked for.
make_swarm() {
  is_manager || printf '%s' "$BODY" | post /swarm/init 60 >/dev/null
  await 60 is_manager || { echo "it is no manager a minute after it has made the swarm: $(swarm_field Error "$(swarm_info)")" >&2 && return 1; }
  say_id
}

# join_swarm: with BODY, which holds a token, and ROLE. Where it does not get in, it is as it was: it joins nothing later on.
join_swarm() {
  local words ready=is_active
  [[ $ROLE != manager ]] || ready=is_manager
  if ! words=$(printf '%s' "$BODY" | post /swarm/join 60 2>&1); then
    # It goes on by itself after 20 seconds, which is short for a slow machine.
    [[ $words == *'before node joined'* ]] || { echo "${words:-the engine has not answered}" >&2 && leave && return 1; }
  fi
  if ! await "$PATIENCE" "$ready"; then
    words=$(swarm_field Error "$(swarm_info)")
    echo "it has not joined within $PATIENCE s: ${words:-no manager answers it, context deadline exceeded}" >&2
    leave
    return 1
  fi
  say_id
}

# What it knows of a swarm is removed from it.
leave_swarm() {
  leave
  await 30 is_outside || { echo "it is still part of a swarm: $(swarm_info)" >&2 && return 1; }
}

leave() { post '/swarm/leave?force=true' 60 </dev/null >/dev/null 2>&1 || true; }
is_outside() { [[ $(swarm_info) == *'"LocalNodeState":"inactive"'* ]]; }

say_id() { printf 'id %s\n' "$(swarm_field NodeID "$(swarm_info)")"; }
