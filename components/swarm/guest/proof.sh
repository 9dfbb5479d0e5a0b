#!/bin/bash
# The proof's part on the members. All that it makes has LABEL, by which a later run finds what one that was killed has left.

python() {
  local found
  found=$(command -v python3 || command -v /usr/libexec/platform-python) || { echo "there is no Python on this machine" >&2 && return 1; }
  "$found" -IS "$@"
}

labelled() { ask "$1" -G --data-urlencode "filters={\"label\":[\"$LABEL\"]}"; }

# As a manager sees them.
look_at_nodes() {
  ask /info | sed -n 's/.*"Cluster":{"ID":"\([^"]*\)".*/\1/p'
  ask /nodes
}

# ids <key> <path>
ids() { labelled "$2" | grep -o "\"$1\":\"[^\"]*\"" | cut -d '"' -f 4 || true; }

# A network is busy for as long as a task of the service ends.
nothing_left() {
  local kind id left=
  for kind in services:ID networks:Id; do
    while IFS= read -r id; do
      left+="${left:+, }${kind%:*} $id"
      ask "/${kind%:*}/$id" -X DELETE >/dev/null || true
    done < <(ids "${kind#*:}" "/${kind%:*}")
  done
  LEFT=$left
  [[ -z $left ]]
}

remove_service() {
  await "$SECONDS_FOR_IT" nothing_left || { echo "left on the manager: $LEFT" >&2 && return 1; }
}

# An engine gives none away that a container has which is still ending.
no_image_left() {
  local id left=
  while IFS= read -r id; do
    left=$id
    ask "/images/$id?force=1" -X DELETE >/dev/null || true
  done < <(ids Id /images/json)
  [[ -z $left ]]
}

remove_image() {
  await "$SECONDS_FOR_IT" no_image_left || { echo "the image of the proof is left" >&2 && return 1; }
}

# It holds only links into /usr, which the containers get of the host. Nobody has a registry under its name, so that engines, which
# always ask before they start a task, are told so at once.
make_image() {
  local folder link answer
  python -c '' || return 1
  folder=$(mktemp -d)
  mkdir -p "$folder"/{usr,tmp}
  for link in bin sbin lib lib64; do ln -sfn "usr/$link" "$folder/$link"; done
  answer=$(tar -C "$folder" -c . | ASK_LIMIT=60 ask "/images/create?fromSrc=-&repo=${IMAGE%:*}&tag=${IMAGE##*:}&changes=LABEL%20${LABEL/=/%3D}" \
    -X POST -H 'Content-Type: application/x-tar' --data-binary @-) || true
  rm -rf "$folder"
  [[ $answer == *'"status":"sha256:'* ]] || { printf 'the image of the proof cannot be made: %s\n' "$answer" >&2 && return 1; }
}

make_network() { post /networks/create 30 <<<"$NETWORK"; }
make_service() { post /services/create 30 <<<"$SERVICE"; }
look_at_service() { ask "/services/$NAME"; }
look_at_tasks() { ask /tasks -G --data-urlencode "filters={\"service\":{\"$NAME\":true}}"; }

# timed <name> <command>: prints how long it took, in milliseconds.
timed() {
  local begin=${EPOCHREALTIME/./} code=0
  "${@:2}" || code=$?
  echo "ms $1 $(((${EPOCHREALTIME/./} - begin) / 1000))"
  return "$code"
}

# Through the address of the machine itself, which no firewall between the members hinders.
through_mesh() { timed mesh python -c "$PROOF_PY" mesh "$ADDRESS" "$PORT" "$SECONDS_FOR_IT" "$NODES"; }

inside_task() {
  local container run
  container=$(ask /containers/json -G --data-urlencode "filters={\"label\":[\"com.docker.swarm.service.name=$NAME\"]}" |
    grep -o '"Id":"[^"]*"' | head -n 1 | cut -d '"' -f 4) || true
  [[ -n $container ]] || { echo "no container of the proof's service runs here any more" >&2 && return 1; }
  run=$(post "/containers/$container/exec" 30 <<<"$EXEC" | cut -d '"' -f 4)
  timed inside post "/exec/$run/start" $((SECONDS_FOR_IT + 60)) <<<'{"Detach":false,"Tty":true}'
}
