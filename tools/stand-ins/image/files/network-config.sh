#!/usr/bin/env bash
# Says to cloud-init, before it begins, whether the network is its business: only where NoCloud's seed has a `network-config`.
set -euo pipefail
setting=/etc/cloud/cloud.cfg.d/99-laboratory-network.cfg
seed=/run/laboratory-seed

brings_config() {
  local device
  device=$(blkid -t LABEL=cidata -o device | head -n 1)
  [[ $device ]] || return 1
  mkdir -p "$seed"
  mount -o ro "$device" "$seed"
  local is_there=1
  [[ -e $seed/network-config ]] && is_there=0
  umount "$seed"
  return "$is_there"
}

if brings_config; then
  rm -f "$setting"
else
  mkdir -p "${setting%/*}"
  echo 'network: { config: disabled }' >"$setting"
fi
