#!/bin/bash
# Probes of how the host came to be: first boot, repository, packages. They wait for what still runs.

# What cloud-init/guest/install.sh wrote. It may still be running, or not have begun. While it runs no program is started here:
# where processors are slow, those of each second would slow it down.
check_install() {
  local file=$ROOT/var/lib/docker-host/result.json cloud=$ROOT/var/lib/cloud line status stage boot here seen=
  here=$(boot_id)
  # The script's settings are there before SSH is, where the image has cloud-init: a machine that has just been made waits for it.
  if [[ $EXPECT_INSTALLED != 1 && ! -e $file && ! -e $ROOT/etc/docker-host/install.env ]]; then
    echo "this host was not installed by the install script"
    return 11
  fi
  while :; do
    : >"$OUTPUT"
    line='' status='' stage='' boot=''
    [[ ! -e $file ]] || IFS= read -r line <"$file"
    [[ $line != \{*\} || ! $line =~ '"status":"'([a-z]*)'"' ]] || status=${BASH_REMATCH[1]}
    [[ ! $line =~ '"stage":"'([a-z]*)'"' ]] || stage=${BASH_REMATCH[1]}
    [[ ! $line =~ '"bootId":"'([^\"]*)'"' ]] || boot=${BASH_REMATCH[1]}
    case $status in
      'done')
        # A restart since then is fine; a file from before this machine's own first boot is not.
        [[ $boot == "$here" || ! $file -ot $cloud/instance/sem/config_scripts_user ]] && break
        if [[ -e $cloud/data/result.json ]]; then
          echo "result file is from another boot: it is older than this machine, on which the install script never ran"
          return 1
        fi
        ;;
      failed)
        if [[ $stage == users && ${SETTLEMENT-} && ! ${again-} ]]; then
          again=1
          install_again && continue
          return 1
        fi
        echo "stage $stage: $(field message "$file")"
        return 1
        ;;
      running)
        if [[ $boot != "$here" ]]; then
          echo "result file is from another boot: the machine was restarted while the install script was at stage $stage"
          return 1
        fi
        [[ $stage == "$seen" ]] || note "installing Docker: $stage (limit $PROBE_LIMIT s)"
        seen=$stage
        echo "the install script is at stage $stage" >"$OUTPUT"
        ;;
      *)
        if [[ -e $cloud/data/result.json ]]; then
          [[ ! -e $file ]] || { echo "result file $file is cut off" && return 1; }
          echo "cloud-init has ended but the install script never ran; was its runcmd replaced?"
          return 1
        fi
        echo "the install script has not begun; cloud-init runs it as its last step" >"$OUTPUT"
        ;;
    esac
    sleep 1
  done
  echo "done in $(sed -n 's/.*"seconds":\([0-9]*\),"message".*/\1/p' "$file") s$(from_image "$file")"
}

# Of a host from a baked image: which one, and how many packages it lacked. A line of the report has both as well.
# shellcheck disable=SC2119
from_image() {
  local image=$ROOT/usr/lib/docker-host/image.json name count plural=s
  [[ -e $image ]] || return 0
  name=$(field name "$image" | short)
  count=$(sed -n 's/.*"installed":\([0-9]*\),.*/\1/p' "$1")
  ((count != 1)) || plural=
  echo ", from image ${name:=without a name}, ${count:=0} package$plural installed now"
  printf '{"image":{"name":"%s","installed":%d}}\n' "$(json "$name")" "$count" >"$SCRATCH/baked"
}

# result.json appears when cloud-init's last stage has ended. The file beside it, status.json, is what `cloud-init
# status` reads. Reading it directly cannot hang, and shows recoverable errors, for which EL9 has patched the exit code
# to 0.
check_cloud_init() {
  local data=$ROOT/var/lib/cloud/data
  if ! command -v cloud-init >/dev/null; then
    echo "no cloud-init on this image"
    [[ $EXPECT_INSTALLED == 1 ]] && return 1
    return 11
  fi
  if [[ $EXPECT_INSTALLED != 1 && ! -e $data/status.json ]]; then
    echo "cloud-init never ran on this host"
    return 11
  fi
  echo "cloud-init has not ended"
  until [[ -e $data/result.json ]]; do sleep 1; done
  : >"$OUTPUT"
  first_boot
}

# How cloud-init ended and, on the way, the timeline.
first_boot() {
  local cloud=$ROOT/var/lib/cloud/data own=$ROOT/var/lib/docker-host
  python -c "$FIRST_BOOT_PY" "$ROOT/proc/uptime" "$cloud/status.json" "$cloud/result.json" "$own/result.json" \
    "$own/failed-commands" "$own/installed-again" "$SCRATCH/timeline"
}

check_system() {
  # shellcheck source=/dev/null
  . "$ROOT/etc/os-release"
  echo "$PRETTY_NAME, kernel $(uname -r), $(uname -m)"
  [[ ${PLATFORM_ID:-} == platform:el9 ]] || return 10
}

# What `dnf repolist --enabled` would say; that takes seconds where processors are slow.
check_repository() {
  local file name enabled
  for file in "$ROOT"/etc/yum.repos.d/*.repo; do
    [[ -e $file ]] || break
    read -r name enabled < <(awk -F '[ =]+' '
      /^\[/ { mine = /^\[docker-ce-(stable|test)\]/ }
      /^\[/ && mine { name = substr($0, 2, length($0) - 2); on = 1 }
      mine && $1 == "enabled" { on = $2 }
      END { print name, on }' "$file")
    case ${enabled,,} in
      '') ;;
      1 | true | yes | on) echo "$name is enabled in $file" && return 0 ;;
      *) echo "$name is disabled in $file" && return 1 ;;
    esac
  done
  echo "no file in /etc/yum.repos.d has docker-ce-stable or docker-ce-test"
  return 1
}

# What an image says of itself is held against rpm, and nothing else relies on it.
check_packages() {
  local image=$ROOT/usr/lib/docker-host/image.json
  rpm -q docker-ce docker-ce-cli containerd.io || return 1
  [[ ! -e $image ]] || python -c "$IMAGE_PY" "$image" || (($? != 10)) || return 10
}
