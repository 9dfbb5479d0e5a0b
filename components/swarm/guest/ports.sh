#!/bin/bash
# Whether the swarm's ports are open between machines, before one of them joins; ports.py does it. Engines that listen already are left alone.

# Enterprise Linux keeps the Python of its own tools in /usr/libexec.
python() {
  local found
  found=$(command -v python3 || command -v /usr/libexec/platform-python) || { echo "no Python" && exit 0; }
  "$found" -IS "$@"
}

# A listener is known by its arguments.
listeners() {
  local file words
  while IFS= read -r file; do
    mapfile -d '' -t words <"$file" || continue
    [[ ${words[6]:-} != "$ADDRESS" || ${words[7]:-} != docker-host-ports-* ]] || cut -d / -f 3 <<<"${file#"$ROOT"}"
  done 2>/dev/null < <(grep -lzs '^docker-host-ports-' "$ROOT"/proc/[0-9]*/cmdline)
}

# One that is killed has its ports until it is gone, or nobody has asked yet how it ended (Z).
end_listeners() {
  local pid
  for pid in $(listeners); do
    kill -KILL "$pid" 2>/dev/null || true
    LOOK_EVERY=0.05 await 5 is_gone "$pid" || true
  done
}

is_gone() { ! grep -qs '^State:[[:space:]]*[^ZX]' "$ROOT/proc/$1/status"; }

# What a run that was killed has left would have the ports.
start_listener() {
  end_listeners
  python -c "$PORTS_PY" listen "$LIFE" "$ADDRESS" "$WORD" "${WANTED[@]}"
}

send_all() { python -c "$PORTS_PY" send "$TARGETS"; }
