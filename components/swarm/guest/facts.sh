#!/bin/bash
# Looks at a member and changes nothing: a line for each thing, its name first. ../facts.ts reads them. It is told ADDRESS, by which the
# others reach this machine, and PATIENCE in seconds.

facts() {
  local info=
  [[ -S $ROOT/run/docker.sock ]] || { echo "none there is no Docker Engine on it: /run/docker.sock does not exist" && return; }
  # An engine that has just started has first to find a manager.
  await "$PATIENCE" is_settled || true
  info=$(ask /info 2>&1) || { echo "none the engine does not answer: $info" && return; }
  printf 'info %s\n' "$info"
  if [[ $info == *'"ControlAvailable":true'* ]]; then
    printf 'swarm %s\n' "$(ask /swarm)"
    printf 'nodes %s\n' "$(ask /nodes)"
    printf 'ingress %s\n' "$(ask /networks/ingress)"
    # A list of thousands need not be read: it is empty, or it is not.
    printf 'services %s\n' "$({ ask /services 2>/dev/null || true; } | head -c 3)"
  fi
  printf 'cluster %s\n' "$(cluster_of_certificate "$info")"
  printf 'mtu %s\n' "$(mtu_of "$ADDRESS")"
  # Google's machines have no network, only a way to the gateway, which is a single address.
  printf 'routes %s\n' "$(ip -4 route show | awk '$1 ~ /^[0-9]/ { printf "%s ", $1 ~ /\// ? $1 : $1 "/32" }')"
  # Last, so that little time lies between this and its arrival.
  printf 'clock %s\n' "$EPOCHREALTIME"
}

is_settled() {
  local info
  info=$(ask /info 2>/dev/null) || return 1
  [[ $info != *'"LocalNodeState":"pending"'* ]]
}

# Only managers are told by the engine in which swarm they are. The certificate of every member says it.
cluster_of_certificate() {
  local folder file python
  folder=$(sed -n 's/.*"DockerRootDir":"\([^"]*\)".*/\1/p' <<<"$1")
  file=$ROOT${folder:-/var/lib/docker}/swarm/certificates/swarm-node.crt
  python=$(command -v python3 || command -v /usr/libexec/platform-python || true)
  [[ -e $file && -n $python ]] || return 0
  "$python" -IS -c '
import _ssl, sys
subject = _ssl._test_decode_cert(sys.argv[1])["subject"]
print(dict(part[0] for part in subject).get("organizationName", ""))' "$file" 2>/dev/null || true
}

mtu_of() {
  local name
  name=$(ip -o -4 address show to "$1/32" | awk 'NR == 1 { print $2 }')
  [[ -z $name ]] || cat "$ROOT/sys/class/net/$name/mtu"
}
