#!/bin/bash
# Stands in for Google's guest agent: makes host keys once per instance and publishes them as guest attributes, and keeps
# the users that the metadata key `ssh-keys` names, in the groups that Google's puts them into.
set -euo pipefail
metadata=http://metadata.google.internal/computeMetadata/v1
# Google's default for groups; those that do not exist are left out.
groups=(adm dip docker lxd plugdev video)
known=/etc/google_instance_id
# Whom it has made. It takes the keys of one that the metadata names no longer, also where that was another instance.
made=/var/lib/google/google_users
sudoers=/etc/sudoers.d/google_sudoers

# Where the metadata server has no such entry, nothing.
get() { curl -fsS --noproxy '*' --max-time 400 -H 'Metadata-Flavor: Google' "$metadata/$1" 2>/dev/null || [[ $? == 22 ]]; }

# What is done once for each instance: another one, from an image of this disk, has other keys. They are published then alone.
first_boot() {
  local id type words
  id=$(get instance/id)
  [[ -n $id ]] || { echo "the metadata server does not say which instance this is" >&2 && return 1; }
  [[ $(cat $known 2>/dev/null) != "$id" ]] || return 0
  for type in ed25519 ecdsa rsa; do
    rm -f "/etc/ssh/ssh_host_${type}_key"{,.pub}
    ssh-keygen -q -t "$type" -N '' -C '' -f "/etc/ssh/ssh_host_${type}_key"
    # The value is the key alone; refused where guest attributes are not enabled, which is the user's choice.
    read -ra words <"/etc/ssh/ssh_host_${type}_key.pub"
    curl -fsS --noproxy '*' --max-time 30 -H 'Metadata-Flavor: Google' -X PUT --data "${words[1]}" \
      "$metadata/instance/guest-attributes/hostkeys/${words[0]}" >/dev/null || echo "host key ${words[0]} is not published"
  done
  printf '[GSUtil]\ndefault_project_id = %s\n' "$(get project/numeric-project-id)" >/etc/boto.cfg
  echo "$id" >$known
}

# keys: the lines `user:key` that count, the project's only where the instance does not block them.
keys() {
  [[ $(get instance/attributes/enable-oslogin) != [Tt][Rr][Uu][Ee] ]] || return 0
  get instance/attributes/ssh-keys
  echo
  [[ $(get instance/attributes/block-project-ssh-keys) == [Tt][Rr][Uu][Ee] ]] || get project/attributes/ssh-keys
}

add_user() {
  local name=$1 group
  useradd --create-home --shell /bin/bash --password '*' "$name"
  for group in "${groups[@]}" google-sudoers; do
    if getent group "$group" >/dev/null; then gpasswd -a "$name" "$group" >/dev/null; fi
  done
  mkdir -p "${made%/*}"
  echo "$name" >>$made
  echo "user $name made"
}

users() {
  local -A keys_of=()
  local line name home file
  while IFS= read -r line; do
    [[ $line == *:* ]] || continue
    keys_of[${line%%:*}]+="# Added by Google"$'\n'"${line#*:}"$'\n'
  done < <(keys)
  for name in "${!keys_of[@]}"; do
    if ! getent passwd "$name" >/dev/null; then add_user "$name"; fi
    gpasswd -a "$name" google-sudoers >/dev/null
    home=$(getent passwd "$name" | cut -d: -f6)
    install -d -m 700 -o "$name" -g "$(id -g "$name")" "$home/.ssh"
    # Keys that others wrote stay; ours are written anew. Who logs in at this moment finds the old file or the new one.
    file=$home/.ssh/authorized_keys
    touch "$file"
    sed '/^# Added by Google$/,+1d' "$file" >"$file.google"
    printf '%s' "${keys_of[$name]}" >>"$file.google"
    chmod 600 "$file.google"
    chown "$name:" "$file.google"
    mv "$file.google" "$file"
  done
  [[ -e $made ]] || return 0
  while read -r name; do
    if [[ -v keys_of[$name] ]] || ! home=$(getent passwd "$name" | cut -d: -f6) || [[ -z $home ]]; then continue; fi
    rm -f "$home/.ssh/authorized_keys"
    gpasswd -d "$name" google-sudoers >/dev/null || :
  done <$made
}

getent group google-sudoers >/dev/null || groupadd google-sudoers
echo '%google-sudoers ALL=(ALL:ALL) NOPASSWD:ALL' >$sudoers
chmod 440 $sudoers
first_boot
users
systemd-notify --ready
while get "instance/attributes/?recursive=true&wait_for_change=true&timeout_sec=300" >/dev/null; do
  users
  sleep 2
done
