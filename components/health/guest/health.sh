#!/bin/bash
# The frame in which the probes of this folder run: prints one JSON line per probe, one with the timeline, then one for
# the whole. Runs as root on the host, leaves nothing changed but what it is to settle (settle.sh), and every probe has a
# limit. ../script.ts puts the lines that set EXPECT_* before this text, and those that call `probe` behind it. ROOT is
# empty on a host; tests point it at a scratch folder.
set -uo pipefail
exec 3>&2
export LC_ALL=C ROOT=${ROOT:-}
started=$SECONDS
docker_version=
failed=
declare -A ahead_of=() ended=()
# In memory where that can be, because the disk may be full.
SCRATCH=$(mktemp -d "$ROOT/run/docker-host-check.XXXXXX" 2>/dev/null || mktemp -d) || exit 1
export SCRATCH
# Whoever was begun writes its number there when it ends. Waiting for that starts no program.
mkfifo "$SCRATCH/ended" || exit 1
exec 9<>"$SCRATCH/ended" || exit 1
# A script that was cut off on its way to the host ends without `conclude`, and must not look like success. What it has begun ends
# with it.
trap 'end_ahead; [[ ! -e $SCRATCH/image ]] || remove_probe_image; rm -rf "$SCRATCH"; exit 1' EXIT

# Keeps only what the provider's protocol (UTF-8) and a terminal can carry.
printable() { tr '\000-\010\013-\037\177' ' ' | iconv -c -f UTF-8 -t UTF-8; }

# Removes secrets: keys, passwords in addresses, and values with the name of a secret. A filter, or `redact -i files`.
# shellcheck disable=SC2119,SC2120 # whether it is given options, only other files know
redact() {
  sed -E "$@" -e '/-----BEGIN .*PRIVATE KEY-----/,/-----END .*PRIVATE KEY-----/s/.*/(private key removed)/' \
    -e 's/^[A-Za-z0-9+\/=]{60,}$/(removed)/' \
    -e 's#(://)[^/@[:space:]]+@#\1***@#g' \
    -e 's/(authorization:[[:space:]]*|bearer[[:space:]]+)[^,;]*/\1***/Ig' \
    -e 's/((passw(or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|credential)[a-z_-]*["'\'']?[[:space:]]*[:=][[:space:]]*)("[^"]*"|'\''[^'\'']*'\''|[^[:space:],;]+)/\1***/Ig'
}

# One line of at most some 600 bytes of stdin, in `shortened`; of a longer text the beginning and the end. Only a text that may hold
# something for `redact` is given to it. A subshell for each probe would take long where processors are slow.
# shellcheck disable=SC2119
shorten() {
  local words
  local suspect='private key|://|authorization:|bearer|passw|passphrase|secret|token|api[_-]?key|access[_-]?key|credential|[a-z0-9+/=]{60}'
  IFS= read -r -N 20000 shortened
  [[ ! ${shortened,,} =~ $suspect ]] || shortened=$(redact <<<"$shortened")
  read -r -d '' -a words <<<"${shortened//[[:cntrl:]]/ }"
  shortened=${words[*]}
  ((${#shortened} <= 600)) || shortened="${shortened:0:280} ... ${shortened: -300}"
  [[ $shortened != *[!$' '-~]* ]] || shortened=$(iconv -c -f UTF-8 -t UTF-8 <<<"$shortened")
}

short() { shorten && printf '%s' "$shortened"; }

# A string of JSON, without its quotes, in `escaped`.
escape() {
  escaped=${1//\\/\\\\}
  escaped=${escaped//\"/\\\"}
}

json() { escape "$1" && printf '%s' "$escaped"; }

# Lines on stdin, as the members of a list.
json_list() {
  local line comma=
  while IFS= read -r line; do
    printf '%s"%s"' "$comma" "$(json "${line//$'\t'/ }")"
    comma=,
  done
}

# For whoever waits: on the real stderr, which is shown while the check runs.
note() {
  local text=$*
  printf '%.200s\n' "$text" >&3
}

# field <name> <file>: a string of a one-line JSON object.
field() { sed -En "s/.*\"$1\":\"(([^\"\\\\]|\\\\.)*)\".*/\1/p" "$2" 2>/dev/null | sed 's/\\\(.\)/\1/g'; }

boot_id() { cat "${ROOT:-}/proc/sys/kernel/random/boot_id" 2>/dev/null; }

# The host's Python, where it has one: Enterprise Linux keeps the one of its own tools in /usr/libexec. It starts
# without installed packages, which are not needed, and take a third of its start.
python() {
  local found
  found=$(command -v python3 || command -v /usr/libexec/platform-python) || return 127
  "$found" -IS "$@"
}

# begin <seconds> <name> <function>: starts it in a process group of its own, which is `worker`. Its output goes to a file: a process
# that it leaves behind could hold a pipe, and this session, open for ever.
begin() {
  local limit=$1 name=$2 check=$3 code
  set -m
  (
    [[ $name == install ]] || exec 3>&-
    export PROBE_LIMIT=$limit OUTPUT=$SCRATCH/output-$name
    "$check" 9>&-
    code=$?
    echo "$BASHPID" >&9
    exit "$code"
  ) >>"$SCRATCH/output-$name" 2>&1 </dev/null &
  worker=$!
  set +m
}

# ahead <name> <function> <seconds>: begins with a probe, or with what one needs, beside those that come before it.
ahead() {
  local worker
  [[ -z $failed ]] || return 0
  begin "$3" "$1" "$2"
  ahead_of[$1]=$worker
}

# What was begun and is not asked for any more.
end_ahead() {
  local name
  for name in "${!ahead_of[@]}"; do
    { kill -KILL -- "-${ahead_of[$name]}" && wait "${ahead_of[$name]}"; } 2>/dev/null
  done
}

# listen <seconds>: hears who has ended, or nobody in that time.
listen() {
  local worker
  read -rt "$1" worker <&9 && ended[$worker]=yes
}

# has_ended <seconds> <worker>: waits for it. Who is killed writes nothing, and is looked for each second.
has_ended() {
  local until=$((SECONDS + $1))
  until [[ ${ended[$2]-} ]] || { ! listen 1 && ! kill -0 "$2" 2>/dev/null; }; do
    ((SECONDS <= until)) || return 1
  done
}

# within <seconds> <name> <function>: runs it, and ends it with all that it has started where it takes longer; the status is then
# 124. This is what `timeout bash -c` does, without the start of two programs for each probe.
within() {
  local limit=$1 name=$2 worker=${ahead_of[$2]-} until
  [[ $worker ]] || begin "$@"
  has_ended "$limit" "$worker" || {
    kill -TERM -- "-$worker" 2>/dev/null
    # What it has started may need a moment, such as `docker run` for its container.
    until=$((SECONDS + 5))
    while ((SECONDS <= until)) && kill -0 -- "-$worker" 2>/dev/null; do listen 0.1; done
    { kill -KILL -- "-$worker" && wait "$worker"; } 2>/dev/null
    return 124
  }
  { wait "$worker"; } 2>/dev/null
}

# probe <name> <limit in s> <essential: 1 or 0> <command> <place, such as "3 of 27"> <what it waits for>: the command's
# status is 0 for pass, 10 for warn, 11 for skip, else fail. Where the probe is not essential, a fail counts as a warning.
# In strict mode every warning is a fail.
probe() {
  local name=$1 limit=$2 essential=$3 check=$4 place=$5 waits=$6 begin code status detail left ms line
  [[ -z $failed ]] || return 0
  left=$((EXPECT_TOTAL - SECONDS + started))
  ((limit < left)) || limit=$((left > 1 ? left : 1))
  note "checking: $place, $name${waits:+: at most $limit s for $waits}"
  begin=${EPOCHREALTIME/./}
  within "$limit" "$name" "$check"
  code=$?
  ms=$(((${EPOCHREALTIME/./} - begin) / 1000))
  shortened='' && shorten <"$SCRATCH/output-$name"
  detail=$shortened
  case $code in
    0) status=pass ;;
    10) status=warn ;;
    11) status=skip ;;
    124) status=fail detail="no answer within $limit s${detail:+: $detail}" ;;
    *) status=fail ;;
  esac
  [[ $status != fail || $essential == 1 ]] || status=warn
  [[ $status != warn || $EXPECT_STRICT != 1 ]] || status=fail
  [[ $name != server || $status != pass ]] || docker_version=${detail%% *}
  escape "$detail"
  printf -v line '{"probe":"%s","status":"%s","ms":%d,"detail":"%s"}' "$name" "$status" "$ms" "$escaped"
  printf '%s\n' "$line"
  printf '%s\n' "$line" >>"$SCRATCH/report"
  [[ $status != fail ]] || failed=$name cause=$detail
}

# The end of the report: the timeline, the image where it was baked, one line for the whole and, where the host is not healthy, the end of the log
# that belongs to what failed, and where the diagnostics are.
conclude() {
  local healthy=true took=$((SECONDS - started)) file
  trap 'rm -rf "$SCRATCH"' EXIT
  [[ -z $failed ]] || healthy=false
  # Where the check has not come to cloud-init.
  [[ -e $SCRATCH/timeline ]] || within 20 timeline first_boot
  cat "$SCRATCH/timeline" 2>/dev/null
  end_ahead
  cat "$SCRATCH/baked" 2>/dev/null
  [[ ! -e $SCRATCH/image ]] || remove_probe_image
  printf '{"version":1,"host":"%s","healthy":%s,"dockerVersion":"%s","stage":"%s","seconds":%d,"bootId":"%s","finished":"%s"}\n' \
    "$(json "$EXPECT_NAME")" "$healthy" "$(json "$docker_version")" "$failed" "$took" "$(boot_id)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  [[ -n $failed ]] || exit 0
  printf '{"log":[%s]}\n' "$(last_lines "$failed" | json_list)"
  note "collecting diagnostics"
  file=$(diagnostics "stage $failed failed after $took s: $cause") && printf '{"diagnostics":"%s"}\n' "$(json "$file")"
  exit 1
}
