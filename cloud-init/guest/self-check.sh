#!/bin/bash
# Only a machine that is to power itself off where its boot fails is sent this script (../boot-failure.ts). It runs right
# after the install script and before the caller's commands, and looks at what a container needs. Where something fails,
# the console says why, and the machine goes off. GOOD is written once per instance: no later boot ends the machine, and an
# image that somebody makes of its disk brings nothing of it along.
# With the minutes of the time limit as its argument, it ends a machine that has not become good by then.
# Paths are relative to ROOT, which is / in a guest; tests point it at a scratch folder.
set -Eeuo pipefail
cd "${ROOT:-/}"
GOOD=var/lib/cloud/instance/docker-host-is-good
RESULT=var/lib/docker-host/result.json
SAID=var/lib/docker-host/self-check.log
IMAGE=docker-host-self-check
stage=self-check
mkdir -p var/lib/docker-host

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" $RESULT 2>/dev/null || :; }

# As the result file has it: no password of an address, and nothing that a terminal does not print.
masked() { sed -E 's#//[^/@ ]+@#//***@#g' <<<"$*" | LC_ALL=C tr -c ' -~' ' '; }

# The kernel powers off at once, with nothing stopped in order, since nothing here is of use to anybody: so no line of
# another program comes after ours. A console may be missing, or take no more.
fail() {
  trap - ERR
  set +e
  local text consoles=(dev/console)
  text=$(masked "docker-host: powers off, because the boot failed at stage $stage: $*")
  # Google's serial port, where it is not the console.
  grep -qsw ttyS0 sys/class/tty/console/active || consoles+=(dev/ttyS0)
  for console in "${consoles[@]}"; do
    [[ ! -e $console ]] || timeout 10 tee "$console" <<<$'\r\n'"${text:0:1000}"$'\r' &>/dev/null
  done
  echo "$text"
  sync
  timeout 60 systemctl poweroff --force --force
  timeout 60 systemctl poweroff --force
  # That comes back before the machine is off. The caller's commands must not begin.
  sleep 60
  exit 1
}

# attempt <seconds> <command...>: into a file, because a process that it leaves behind could hold a pipe open for ever.
attempt() { timeout -k 5 "$@" >$SAID 2>&1 </dev/null; }

installed() {
  [[ $(field bootId) == "$(</proc/sys/kernel/random/boot_id)" ]] || stage=cloud-init fail "the install script did not run"
  case $(field status) in
    'done') ;;
    failed) stage=$(field stage) fail "$(field message)" ;;
    *) stage=$(field stage) fail "the install script was cut off" ;;
  esac
}

engine() {
  for word in is-active is-enabled; do attempt 60 systemctl $word docker || fail "docker is $(<$SAID)"; done
}

users() {
  for name in "${DOCKER_USERS[@]}"; do
    attempt 60 runuser -l "$name" -c 'docker ps >/dev/null' || fail "a new login of $name cannot use docker: $(tail -c 500 $SAID)"
  done
}

# No registry is needed: the image is made here around docker-init, a static program of docker-ce.
container() {
  local init
  init=$(type -P docker-init || ls usr/libexec/docker/docker-init) || fail "docker-ce has brought no docker-init"
  attempt 120 bash -o pipefail -c "tar -chC ${init%/*} docker-init | docker import - $IMAGE" ||
    fail "docker takes no image: $(tail -c 500 $SAID)"
  attempt 120 docker run --rm --network none --pull never --log-driver none $IMAGE /docker-init --version ||
    fail "no container runs: $(tail -c 500 $SAID)"
  attempt 60 docker rmi $IMAGE || :
}

trap 'fail "line $LINENO: $BASH_COMMAND ended with status $?"' ERR
if (($#)); then
  [[ ! -e $GOOD ]] || exit 0
  stage=$(field stage) state=$(field status) message=$(field message)
  : "${stage:=cloud-init}"
  fail "not good $1 minutes after its start; the installation: ${state:-not begun}${message:+, $message}"
fi
# shellcheck source=/dev/null
. etc/docker-host/install.env
installed
engine
users
container
rm -f $SAID
: >$GOOD
echo "docker-host: the self-check is passed"
