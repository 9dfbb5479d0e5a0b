#!/bin/bash
# Installs and starts Docker CE and puts the named users into the docker group. Safe to run again after any
# interruption: each stage looks at what is there. The result file always says how far the last run came, so that nobody
# has to guess from logs. Paths are relative to ROOT, which is / in a guest; tests point it at a scratch folder. User
# data has little room, so this script is kept small. It is sent without comments, and with the text of shared.sh in
# place of the line that sources it (../guest-script.ts). The settings hold the proxy's variables as well, and a function
# `options` where the host has any.
set -Eeuo pipefail
cd "${ROOT:-/}"
RESULT=var/lib/docker-host/result.json
KEY=etc/pki/rpm-gpg/RPM-GPG-KEY-docker
REPO=etc/yum.repos.d/docker-ce.repo
DAEMON=etc/docker/daemon.json
: "${TRIES:=6}" "${BACK_OFF:=5}" "${START_LIMIT:=180}"
stage=preflight status=running message='' stages=''
mkdir -p var/lib/docker-host

# shellcheck source=cloud-init/guest/shared.sh
. shared.sh

preflight() {
  reason=$(type dnf rpm curl gpg systemctl 2>&1 >/dev/null) || fail "use a Rocky Linux 9 image: $reason"
}

prints() { gpg --batch --with-colons --show-keys "$1" | awk -F: '/^pub/{getline;print $10}'; }

# The key is checked before it is put where dnf reads it, and is not fetched where it is there already. The release is an
# explicit 9: $releasever can be a minor release, for which the repository has no folder.
repository() {
  repo="[docker-ce-$CHANNEL]
name=Docker CE
baseurl=$REPOSITORY_URL/9/\$basearch/$CHANNEL
gpgcheck=1
gpgkey=file:///$KEY"
  [[ $(cat $REPO) != "$repo" || $(prints $KEY) != "$GPG_FINGERPRINT" ]] 2>/dev/null || return 0
  retry 30 curl -fsSL -o $KEY.new "$GPG_KEY_URL" || fail "cannot fetch $GPG_KEY_URL: $why"
  found=$(prints $KEY.new) || found='no OpenPGP key'
  [[ $found == "$GPG_FINGERPRINT" ]] || fail "$GPG_KEY_URL holds $found, expected $GPG_FINGERPRINT"
  mv $KEY.new $KEY
  echo "$repo" >$REPO
}

# What is there needs no dnf, and so no network: a package of this name, or of this name and version, or one that provides
# the name. What rpm has no such word for, such as a group, is for dnf to decide. `installed` becomes a sum, such as +9+1,
# out of dnf's own summaries: Install, Upgrade, Downgrade.
add() {
  lacking=()
  for name; do
    rpm -q "$name" || rpm -q --whatprovides "$name" || lacking+=("$name")
  done >/dev/null
  ((${#lacking[@]})) || return 0
  retry 600 dnf -y install "${lacking[@]}" || return
  installed+=$(sed -nE 's/^[IUD].* ([0-9]+) Packages?$/+\1/p' <<<"$said")
}

# One question to rpm where all of it is there. A package that brings a repository comes first: dnf looks into those that
# are there when it begins.
packages() {
  mapfile -t found < <(rpm -qa --qf '%{NAME}\n' docker{,-client,-common,-engine,-io} moby-engine podman{,-docker} runc containerd)
  [[ ! ${found[*]} ]] || retry 300 dnf -y remove "${found[@]}" || fail "dnf cannot remove ${found[*]}: $why"
  rpm -q "${RELEASES[@]}" "${PACKAGES[@]}" &>/dev/null ||
    { add "${RELEASES[@]}" && add "${PACKAGES[@]}"; } || fail "dnf cannot install ${lacking[*]}: $why"
}

# The socket needs the group. The package makes it, but not where its installation was cut off. A group that exists is
# kept, whatever its number. dockerd refuses a key that stands on its command line as well, so it is asked with its unit's
# own; where systemd puts a variable into that, only systemd knows it.
configure() {
  groupadd -rf docker
  systemctl daemon-reload
  read -ra flags < <(systemctl show -p ExecStart docker | sed 's/.*argv\[]=[^ ]*//;s/ ;.*//;s/.*\$.*//') || :
  reason=$(timeout 60 dockerd "${flags[@]}" --validate --config-file $DAEMON 2>&1) ||
    fail "docker.daemonConfig is not accepted: $reason"
}

# systemd has read its units anew by then, which takes seconds where processors are slow.
# What dockerd ends with is not a line of its log, and may take several lines. Where there is nothing, it is still at work.
# A daemon that was started before its configuration was written is restarted; any other is left alone.
start() {
  verb=start
  for file in $DAEMON etc/{containerd/config.toml,systemd/system/docker.service.d/*}; do
    [[ ! $file -nt run/docker.pid ]] || verb=restart
  done
  systemctl reset-failed 'docker*'
  systemctl enable --no-reload containerd docker
  say "at most $START_LIMIT s; see the journal"
  timeout "$START_LIMIT" bash -c "systemctl $verb containerd docker && until docker version &>/dev/null; do sleep 1; done" || {
    (($? - 124)) || late=" in $START_LIMIT s"
    fail "docker does not start${late-}: $(journalctl _SYSTEMD_UNIT=docker.service -n99 -ocat | awk '/^(time=|{)/{t=$0;s="";next}{s=s$0"\n"}END{print s?s:t}')"
  }
}

# Users of OS Login and of directories are not in /etc/passwd, where usermod looks; gpasswd finds them as well.
users() {
  for name in "${DOCKER_USERS[@]}"; do
    usermod -aG docker "$name" || gpasswd -a "$name" docker || fail "dockerUsers names $name, who does not exist"
    [[ " $(id -nG "$name") " == *" docker "* ]] || fail "$name is not in group docker"
  done
}

verify() {
  reason=$(systemctl is-active docker && systemctl is-enabled docker) || fail "docker is $reason"
}

exec > >(mask | tee -a var/log/docker-host-install.log) 2>&1
trap finish EXIT
trap ': "${message:=line $LINENO: $BASH_COMMAND ended with status $?}"' ERR
# shellcheck source=/dev/null
. etc/docker-host/install.env
# shellcheck disable=SC2046 # no word where the settings do not define it
for stage in preflight repository packages configure $(declare -F options) start users verify; do
  began=$SECONDS
  result
  say begins
  $stage
  stages+=",{\"name\":\"$stage\",\"seconds\":$((SECONDS - began))}"
done
status='done'
