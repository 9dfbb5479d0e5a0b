#!/bin/bash
# The reboot check: what is started before the restart must be there again after it.
RESTART_CONTAINER=docker-host-restart
export RESTART_CONTAINER

# Prints the boot's id and restarts the machine. SSH is stopped before that, so that a new connection reaches only the
# next boot. Sessions that are open stay open, this one too. Where the restart fails, SSH is started again.
restart_machine() {
  local id unit units=()
  id=$(boot_id) || exit 1
  probe_image || exit 1
  docker rm -f "$RESTART_CONTAINER" >/dev/null 2>&1
  run_with_usr -d --restart always --network none --name "$RESTART_CONTAINER" "$PROBE_IMAGE" /docker-init -- sleep infinity >/dev/null || exit 1
  for unit in sshd.socket ssh.socket sshd.service ssh.service; do
    [[ $(systemctl is-active "$unit" 2>/dev/null) != active ]] || units+=("$unit")
  done
  systemctl stop "${units[@]}" || exit 1
  systemd-run -q --no-block --collect sh -c "sleep 2; systemctl reboot; sleep 60; systemctl start ${units[*]}" || {
    systemctl start "${units[@]}"
    exit 1
  }
  trap 'rm -rf "$SCRATCH"' EXIT
  echo "$id"
}

# On the old boot it only waits: this session ends with that boot.
check_reboot() {
  echo "the machine has not restarted since boot $EXPECT_OLD_BOOT"
  while [[ $(boot_id) == "$EXPECT_OLD_BOOT" ]]; do sleep 1; done
  : >"$OUTPUT"
  echo "restarted: boot $(boot_id), up for $(cut -d ' ' -f 1 "$ROOT/proc/uptime") s"
}

check_restart() {
  local state image
  echo "the container that was started with --restart=always does not run"
  until state=$(docker inspect --format '{{.State.Running}} {{.State.StartedAt}}' "$RESTART_CONTAINER") && [[ $state == true* ]]; do sleep 1; done
  : >"$OUTPUT"
  echo "the container that was started with --restart=always runs since ${state#true }"
  # The probes after the restart have made the image anew, so that this one has no name any more.
  image=$(docker inspect --format '{{.Image}}' "$RESTART_CONTAINER")
  docker rm -f "$RESTART_CONTAINER" >/dev/null 2>&1
  docker image rm "$image" >/dev/null 2>&1
  return 0
}
