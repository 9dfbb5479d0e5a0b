#!/bin/bash
# Probes of the caller's own.

# last_words <file> <quiet: 1 or 0>: the last line that holds anything; nothing where it must not be shown. What runuser and
# a login's bash say when they are ended is no word of the command.
last_words() {
  local line last=''
  local empty='^([[:space:]]*|Session terminated, killing shell.*|[[:space:]]*\.\.\.killed\.|(.*: line [0-9]+: +[0-9]+ )?Terminated.*)$'
  [[ $2 == 0 ]] || return 0
  while IFS= read -r line || [[ $line ]]; do
    [[ $line =~ $empty ]] || last=$line
  done < <(tail -c 4000 "$1")
  printf '%s' "$last"
}

# own_probe <user, or nothing for root> <quiet: 1 or 0> <command>: status 0 of the command is pass, anything else fail. It comes to
# its bash on stdin, since everybody on the host can read the arguments of a process. What it has started ends with it at its
# limit, and so a new login stays in this session.
own_probe() {
  local user=$1 quiet=$2 said=$OUTPUT.said code words
  # shellcheck disable=SC2016 # it is for the other bash
  local take='eval "$(cat)"'
  # The limit is over: what it has said by then may tell why.
  # shellcheck disable=SC2064
  trap "last_words '$said' $quiet >>'$OUTPUT'; kill -KILL 0" TERM
  {
    if [[ $user ]]; then
      runuser -l "$user" -s /bin/bash --session-command "$take" >"$said" 2>&1
    else
      # None of our functions and settings.
      env -i PATH="$PATH:/usr/local/sbin:/usr/local/bin" HOME=/root USER=root LOGNAME=root LC_ALL=C bash -c "$take" >"$said" 2>&1
    fi
    # What this bash says of a command that was ended is no word of that.
  } < <(printf %s "$3") 2>/dev/null
  code=$?
  words=$(last_words "$said" "$quiet")
  [[ $quiet == 0 ]] || words="ended with status $code; what it says is not shown, because its command is a secret"
  printf '%s\n' "${words:-ended with status $code, without a word}"
  return "$((code > 0))"
}
