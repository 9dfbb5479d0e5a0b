#!/bin/bash
# Brings cloud-init to Google's Rocky Linux 9 image, which has none, and runs its stages once per instance.
#
# The guest agent runs this start-up script as root on every boot, from a unit that multi-user.target waits for, and the
# final stage of newer cloud-inits is ordered after multi-user.target. So nothing here may wait for a unit: neither
# `systemctl start cloud-final` nor `cloud-init status --wait` would ever come back. The stages are run directly.
#
# `cloud-init status` then says "disabled", whatever happened. What did happen stands in
#   /var/lib/docker-host/result.json  stage "bootstrap" by this script, then the stages of the install script
#   /var/lib/cloud/data/result.json   cloud-init's own, there once its final stage has ended
#   /var/log/docker-host-install.log  this script and the install script, with times
#   /var/log/cloud-init-output.log    what the stages said
# It is sent with cloud-init/guest/shared.sh in the place of the line that sources it.
# Paths are relative to ROOT, which is / in a guest; tests point it at a scratch folder.
set -Eeuo pipefail
cd "${ROOT:-/}"
# In a stage, the data disk is waited for, for up to 10 minutes.
: "${TRIES:=6}" "${BACK_OFF:=5}" "${STAGE_LIMIT:=900}" "${FINAL_LIMIT:=3600}" "${LOOK_EVERY:=0.5}"
STATE=var/lib/docker-host
RESULT=$STATE/result.json
OUTPUT=var/log/cloud-init-output.log
# Written before cloud-init is installed: a cloud-init without it is the image's own. It stays in an image of this disk.
OURS=etc/cloud/cloud.cfg.d/99-docker-host.cfg
# Hold the id of the instance on which the stages have begun, and of the one on which they have ended. A disk may become
# an image, and so another instance.
BEGUN=$STATE/bootstrap-begun-instance
STAMP=$STATE/bootstrapped-instance
stage=bootstrap status=running message='' stages='' goes_on=''
mkdir -p $STATE

# shellcheck source=cloud-init/guest/shared.sh
. shared.sh

# replace <file>: with what comes on stdin, at once or not at all.
replace() {
  cat >"$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
}

# Google's runner, which reads what this script says, stops at a line of 64 KiB and closes the pipe: who then writes to it dies
# by SIGPIPE. So all that it gets are short lines, and nothing that matters writes to it.
short_lines() { stdbuf -oL fold -b -w 1000; }

# Whether the result is the install script's, and it came to its end, good or bad.
is_installed() { grep -Eqs '"status":"(done|failed)"' $RESULT && ! is_ours; }

# Whether the caller's commands were reached, which follow the install script, whatever came of it. They may reboot the
# machine, and are never run twice.
were_commands_reached() { is_installed && ! grep -q '"message":"cut off' $RESULT; }

is_ours() { grep -qs '"stage":"bootstrap"' $RESULT; }

# Where the install script came to an end, its result stays. As in `finish`, the first command has to be this one.
end() {
  set +e
  if is_installed; then result() { :; }; fi
  finish
}

# Nothing of it may depend on a name server or on a proxy.
instance_id() {
  timeout 120 curl -fsS --noproxy '*' --retry "$TRIES" --retry-delay "$BACK_OFF" --retry-all-errors --max-time 10 \
    -H 'Metadata-Flavor: Google' http://169.254.169.254/computeMetadata/v1/instance/id
}

# Before the package comes, whose own script enables cloud-init's units: the marker keeps systemd from running the
# stages a second time, on this boot or a later one. The guest agent has set up network, host name and host keys.
configure() {
  mkdir -p ${OURS%/*}
  : >etc/cloud/cloud-init.disabled
  replace $OURS <<'CONFIG'
# The guest agent looks after these.
preserve_hostname: true
ssh_deletekeys: false
network: {config: disabled}
datasource_list: [GCE]
# To this file alone, where the package's own setting writes it to the console as well.
output: {all: ">> /var/log/cloud-init-output.log"}
# The package's own is `cloud-user`; on all of Rocky's images with cloud-init it is this.
system_info: {default_user: {name: rocky}}
CONFIG
}

# What an interrupted run, or the instance that this disk was copied from, has left would pass for done. Where the
# caller's commands were reached that is right: as on any second boot, cloud-init then runs what it did not come to.
# What the stages say goes past our log, as the install script writes its own lines there, and into a file, which a program
# that a command leaves behind may hold. Until this script ends, `tail` shows on the console what comes there.
run_stages() {
  local limit=$STAGE_LIMIT code words
  [[ $goes_on ]] || { replace $BEGUN <<<"$id" && timeout 60 cloud-init clean; }
  (umask 037 && : >>$OUTPUT)
  tail -n 0 -s "$LOOK_EVERY" --pid=$$ -f $OUTPUT 9>&- | short_lines >&3 9>&- &
  for words in "init --local" init "modules --mode=config" "modules --mode=final"; do
    [[ $words != *final ]] || limit=$FINAL_LIMIT
    code=0
    say "cloud-init $words, at most $limit s; see /var/log/cloud-init-output.log"
    # shellcheck disable=SC2086
    timeout -k 30 "$limit" cloud-init $words >>$OUTPUT 2>&1 3>&- 9>&- || code=$?
    ((!code)) || troubles+="cloud-init $words ended with status $code; "
  done
}

exec 3>&1 > >(mask | tee -p -a var/log/docker-host-install.log | short_lines) 2>&1
exec 9>>$STATE/bootstrap.lock
flock -n 9 || { say "another run is at work" && exit 0; }
if type cloud-init &>/dev/null && [[ ! -e $OURS ]]; then
  say "the image has cloud-init; nothing to do"
  exit 0
fi
if [[ -e $STAMP ]] || { [[ -e $BEGUN ]] && were_commands_reached; }; then
  id=$(instance_id) || { say "no answer from the metadata server; left as it is" && exit 1; }
  ! grep -qsxF "$id" $STAMP || exit 0
  ! grep -qsxF "$id" $BEGUN || ! were_commands_reached || goes_on=1
fi

trap end EXIT
trap 'message=${message:-line $LINENO: $BASH_COMMAND ended with status $?}' ERR
[[ $goes_on ]] || result
say "begins${goes_on:+, with what comes behind the commands of an earlier boot}"
say "asks the metadata server, at most 120 s"
id=$(instance_id) || fail "the metadata server does not say which instance this is (curl status $?)"
configure
rpm -q cloud-init || {
  # For dnf alone: what cloud-init asks the metadata server must not go by it.
  [[ -z ${PROXY:-} ]] || export {http,https}_proxy="$PROXY" no_proxy="${NO_PROXY:-}"
  retry 600 dnf -y install cloud-init || fail "dnf cannot install cloud-init from Rocky's repositories: $why"
  unset {http,https,no}_proxy
}
type cloud-init >/dev/null || fail "cloud-init is installed but not found"
troubles=''
run_stages
[[ ! -e var/lib/cloud/data/result.json ]] || replace $STAMP <<<"$id"
say "cloud-init has ended. ${troubles:-all stages went well}"
if is_ours; then fail "${troubles:-cloud-init ended well, but }the install script never ran; see /var/log/cloud-init.log"; fi
is_installed || fail "${troubles}the install script did not come to its end"
status='done'
