# shellcheck shell=bash disable=SC2034,SC2154
# What the install script and Google's bootstrap share: log, result, failure and retries. Each is sent with these
# functions in place of the line that sources this file (../guest-script.ts), and sets RESULT, TRIES, BACK_OFF, `stage`,
# `status`, `message` and `stages`. The functions are part of every machine's user data: a change, except in comments,
# replaces every machine.

say() { printf '%(%FT%T%z)T %s: %s\n' -1 "$stage" "$*"; }

# A URL may carry a password, which neither the log nor the result shall hold.
mask() { sed -uE 's#//[^/@ ]+@#//***@#g'; }

# Atomic, because a health check may read it at any moment. Of the message only what needs no escape in JSON is kept,
# so that it is valid whatever a tool printed. RESULT is a fixed path without spaces.
# shellcheck disable=SC2086
result() {
  text=$(mask <<<"${message//\"/\'}" | LC_ALL=C tr -c ' !#-[]-~' ' ')
  printf '{"version":1,"stage":"%s","status":"%s","installed":%d,"seconds":%d,"message":"%.900s","stages":[%s],"bootId":"%s"}\n' \
    "$stage" "$status" $((0${installed-})) $SECONDS "${text% }" "${stages#,}" "$(</proc/sys/kernel/random/boot_id)" >$RESULT.new
  sync $RESULT.new
  mv $RESULT.new $RESULT
}

fail() { message=$* && exit 1; }

# Runs whatever ends the script. A signal leaves `$?` at 0, so the status says whether the end was reached; neither a
# signal nor a variable that is not set comes by `fail` or the ERR trap. A signal may come before bash waits for a tool
# that it has just started: the first command here then has that tool's status, and must not end this for it.
finish() { set +e
  [[ $status != running ]] || status=failed message=${message:-cut off; see the log}
  result
  say "$status after $SECONDS s. $message"
}

# retry <seconds per try> <command...>: afterwards `why` holds what the tool itself said, for the message of a failure.
# What another try cannot change is tried once: no such package, a wrong address, a wrong key. Where dnf passes over a
# repository that it could not read, a package may only seem to be missing. `tee` has a limit too: a program that a
# package has started may hold dnf's output open for ever.
retry() {
  local limit=$1 pause=$BACK_OFF try=1 code
  shift
  say "$*, at most $limit s"
  until said=$(timeout -k 30 "$limit" "$@" 2>&1 | timeout "$limit" tee /dev/stderr); do
    code=$?
    why=$(grep -iE '^ *(error|curl:|- |problem|at least)' <<<"$said" | tail -n4) || why=${said##*$'\n'}
    ((code - 124)) || why="no end in $limit s. $why"
    why+=" (status $code, try $try)"
    # shellcheck disable=SC2015 # it returns where either does not hold
    [[ $said == *Ignoring* || ! $said =~ find\ a\ match|error:\ 404|GPG\ check|404\ for\ "${REPOSITORY_URL-/}"[^\ ]*repomd ]] &&
      ((try++ < TRIES)) || return $code
    say "again in $pause s"
    sleep "$pause"
    ((pause *= 2, 1))
    timeout 60 dnf -q clean metadata || :
  done
}
