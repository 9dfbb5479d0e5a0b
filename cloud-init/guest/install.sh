#!/bin/bash
# Installs and starts Docker CE and puts the named users into the docker group.
# Safe to run again after any interruption: each stage looks at what is there. The result file always says how far the
# last run came, so that nobody has to guess from logs. ROOT is empty in a guest; tests point it at a scratch folder.
set -Eeuo pipefail
umask 022
ROOT=${ROOT:-}
RESULT=$ROOT/var/lib/docker-host/result.json
LOG=$ROOT/var/log/docker-host-install.log
REPO_FILE=$ROOT/etc/yum.repos.d/docker-ce.repo
KEY=/etc/pki/rpm-gpg/RPM-GPG-KEY-docker
TRIES=${TRIES:-6}
BACK_OFF=${BACK_OFF:-5}
stage=preflight
message=
done_stages=
mkdir -p "${RESULT%/*}" "${LOG%/*}" "${REPO_FILE%/*}" "$ROOT${KEY%/*}"

say() { printf '%(%Y-%m-%dT%H:%M:%SZ)T %s: %s\n' -1 "$stage" "$*"; }

json() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '%s' "$text" | tr -s '\000-\037' ' '
}

# Atomic, because a health check may read it at any moment.
result() {
  printf '{"version":1,"stage":"%s","status":"%s","seconds":%d,"message":"%s","stages":[%s],"bootId":"%s"}\n' \
    "$stage" "$1" "$SECONDS" "$(json "$message")" "${done_stages%,}" "$(cat /proc/sys/kernel/random/boot_id)" >"$RESULT.new"
  mv -f "$RESULT.new" "$RESULT"
}

fail() {
  message=$*
  exit 1
}

# The exit handler writes the result, so that it is written whatever ends the script.
finish() {
  local code=$?
  trap - EXIT ERR
  if ((code == 0)); then
    result 'done'
    say "done after ${SECONDS} s"
    return
  fi
  say "failed: ${message:=exit status $code}"
  result failed
}

enter() {
  [[ $stage == "$1" ]] || done_stages+="{\"name\":\"$stage\",\"seconds\":$((SECONDS - entered))},"
  stage=$1
  entered=$SECONDS
  result running
  say begins
}

# retry <seconds per try> <command...>
retry() {
  local limit=$1 pause=$BACK_OFF try code
  shift
  for ((try = 1; ; try++)); do
    code=0
    timeout "$limit" "$@" || code=$?
    ((code != 0)) || return 0
    ((try < TRIES)) || return "$code"
    say "try $try of $TRIES ended with status $code: $*; next try in $pause s"
    sleep "$pause"
    pause=$((pause * 2))
    dnf -q clean metadata || true
  done
}

preflight() {
  ((EUID == 0)) || [[ -n $ROOT ]] || fail "must run as root"
  local tool
  for tool in dnf rpm curl gpg systemctl usermod; do
    command -v "$tool" >/dev/null || fail "$tool is missing from the image; use a Rocky Linux 9 image"
  done
}

# The key is checked before rpm sees it, and dnf reads that checked copy. The release is an explicit 9: $releasever can
# be a minor release, for which the repository has no folder.
repository() {
  local found
  retry 60 curl -fsSL --connect-timeout 20 -o "$ROOT$KEY.new" "$REPOSITORY_URL/gpg" ||
    fail "cannot fetch $REPOSITORY_URL/gpg after $TRIES tries (curl status $?); check the machine's way out to the repository"
  found=$(gpg --batch --with-colons --show-keys "$ROOT$KEY.new" | awk -F: '$1 == "pub" { want = 1 } $1 == "fpr" && want { print $10; want = 0 }') ||
    fail "$REPOSITORY_URL/gpg is not an OpenPGP key"
  [[ $found == "$GPG_FINGERPRINT" ]] ||
    fail "$REPOSITORY_URL/gpg has fingerprint ${found:-none}, expected $GPG_FINGERPRINT; the repository or docker.gpgFingerprint is wrong"
  mv -f "$ROOT$KEY.new" "$ROOT$KEY"
  cat >"$REPO_FILE.new" <<REPO
[docker-ce-stable]
name=Docker CE Stable
baseurl=$REPOSITORY_URL/9/\$basearch/stable
enabled=1
gpgcheck=1
gpgkey=file://$KEY
REPO
  mv -f "$REPO_FILE.new" "$REPO_FILE"
  rpm --import "$ROOT$KEY"
}

packages() {
  local name conflicting=()
  for name in docker docker-common docker-engine docker-io moby-engine podman podman-docker runc containerd; do
    if rpm -q "$name" >/dev/null 2>&1; then conflicting+=("$name"); fi
  done
  if ((${#conflicting[@]})); then
    say "removing packages that conflict with docker-ce: ${conflicting[*]}"
    retry 300 dnf -y remove "${conflicting[@]}" || fail "cannot remove ${conflicting[*]}, which conflict with docker-ce"
  fi
  retry 600 dnf -y install "${PACKAGES[@]}" ||
    fail "dnf could not install ${PACKAGES[*]} after $TRIES tries; the dnf lines in $LOG say why"
}

configure() {
  local file=$ROOT/etc/docker/daemon.json reason
  [[ -s $file ]] || return 0
  reason=$(dockerd --validate --config-file "$file" 2>&1) || fail "docker.daemonConfig is not accepted: $reason"
}

start() {
  timeout 180 systemctl enable --now containerd docker ||
    fail "systemd could not start docker: $(journalctl -u docker -n 3 --no-pager -o cat 2>&1)"
  local deadline=$((SECONDS + 120))
  until timeout 10 docker version >/dev/null 2>&1; do
    ((SECONDS < deadline)) || fail "dockerd does not answer after 120 s: $(journalctl -u docker -n 3 --no-pager -o cat 2>&1)"
    sleep 1
  done
}

users() {
  local name
  getent group docker >/dev/null || groupadd --system docker
  for name in ${DOCKER_USERS[@]+"${DOCKER_USERS[@]}"}; do
    getent passwd "$name" >/dev/null || fail "dockerUsers names $name, who does not exist on this machine; declare it in users"
    usermod -aG docker "$name"
  done
}

verify() {
  local name
  systemctl is-active --quiet docker || fail "docker is $(systemctl is-active docker)"
  systemctl is-enabled --quiet docker || fail "docker is $(systemctl is-enabled docker)"
  for name in ${DOCKER_USERS[@]+"${DOCKER_USERS[@]}"}; do
    [[ " $(id -nG "$name") " == *" docker "* ]] || fail "$name is not in the docker group"
  done
}

exec > >(tee -a "$LOG") 2>&1
trap finish EXIT
trap 'message=${message:-"line $LINENO: $BASH_COMMAND ended with status $?"}' ERR
entered=$SECONDS
# shellcheck source=/dev/null
. "${SETTINGS:-/etc/docker-host/install.env}"
for step in preflight repository packages configure start users verify; do
  enter "$step"
  "$step"
done
done_stages+="{\"name\":\"$stage\",\"seconds\":$((SECONDS - entered))}"
