#!/bin/bash
# Probes of who may use the engine.

check_membership() {
  local name groups
  for name in $EXPECT_USERS; do
    groups=$(id -nG "$name" 2>/dev/null) || { echo "$name does not exist on this host" && return 1; }
    [[ " $groups " == *" docker "* ]] || { echo "$name is not in group docker (groups: $groups)" && return 1; }
  done
  echo "in group docker: ${EXPECT_USERS:-nobody}"
}

# A member of the group can become root, so any further member should be known.
check_members() {
  local group gid members name extra=()
  # On a host that somebody else has made, nobody may have said who should be in the group.
  [[ $EXPECT_INSTALLED == 1 || -n $EXPECT_USERS ]] || { echo "nobody was named who should be in group docker" && return 11; }
  IFS=: read -r _ _ gid members < <(getent group docker) || return 1
  group=$(getent passwd | awk -F: -v gid="$gid" '$4 == gid { print $1 }')
  for name in ${members//,/ } $group; do
    [[ " $EXPECT_USERS " == *" $name "* ]] || extra+=("$name")
  done
  ((${#extra[@]} == 0)) || { echo "also in group docker: ${extra[*]}" && return 10; }
  echo "nobody else is in group docker"
}

# A session keeps the groups it began with, so each user gets a new one.
check_login() {
  local name
  for name in $EXPECT_USERS; do
    timeout -k 2 30 runuser -l "$name" -c 'docker ps >/dev/null' >"$SCRATCH/login" 2>&1 && continue
    echo "a new login of $name cannot use docker: $(cat "$SCRATCH/login")"
    return 1
  done
  echo "a new login can use docker: ${EXPECT_USERS:-nobody}"
}

# By the users' own files, so that it is the same whether a check has just written them or only looks.
check_registry() {
  local hosts
  read -ra hosts <<<"$EXPECT_REGISTRIES"
  python -c "$REGISTRY_PY" "${hosts[@]}"
}
