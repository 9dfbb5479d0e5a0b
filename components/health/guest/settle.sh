#!/bin/bash
# Stages of the check that make true what is not in the user data of a host of ours: see ../settlement.ts. What is to be true
# is in SETTLEMENT, and goes to a program by a pipe, since a here-document may be written to the disk.

# Before the first boot has come to its end, and whatever end that is: what it was told is what it gives, and what is declared
# later may be something else.
first_access() {
  local file=$ROOT/var/lib/docker-host/access.json
  [[ ! -e $file ]] || return 0
  (umask 022 && mkdir -p "${file%/*}" && umask 077 && printf '%s\n' "$ACCESS" >"$file.first" && mv "$file.first" "$file") || :
}

# A name in dockerUsers that does not exist fails the installation, and is put right without another machine.
install_again() {
  note "installing Docker: again, for those whom dockerUsers names now"
  printf 'stage users: '
  check_access || return
  : >"$ROOT/var/lib/docker-host/installed-again"
  "$ROOT/usr/local/sbin/docker-host-install" >/dev/null 2>&1 || :
}

check_access() { printf '%s' "$SETTLEMENT" | python -c "$ACCESS_PY"; }

check_secrets() { printf '%s' "$SETTLEMENT" | python -c "$SECRETS_PY"; }
