#!/usr/bin/env bash
# One QEMU machine in one folder: `machine.sh create|start|delete|boots|ended`. Settings come in the environment and, for
# create, the user data on stdin. The folder holds everything that the machine is: disk, seed, the command line that
# starts it. Each action may be repeated, and may follow any interrupted one.
set -euo pipefail
umask 077

fail() {
  echo "$*" >&2
  exit 1
}

# Enterprise Linux has one QEMU, for machines of its own processor, which is not on PATH.
el_qemu=${EL_QEMU:-/usr/libexec/qemu-kvm}
find_qemu() { [[ $(command -v "$QEMU") || ! -x $el_qemu ]] || QEMU=$el_qemu; }

# It lacks the driver that shows a folder as a disk, also where a link on PATH leads to it.
needs_seed_image() { [[ $(command -v "$QEMU") -ef $el_qemu ]]; }

# What makes a CD of a folder: one program under three names, or three that take the same words.
cd_maker() { command -v xorrisofs || command -v genisoimage || command -v mkisofs; }

# The pid alone may by now belong to another process, so its command line must name our folder.
alive() {
  local pid
  pid=$(cat "$DIRECTORY/qemu.pid" 2>/dev/null) || return 1
  [[ $(ps -ww -p "$pid" -o args= 2>/dev/null) == *"$DIRECTORY/qemu.pid"* ]]
}

power_off() {
  local signal tries
  for signal in TERM KILL; do
    alive || return 0
    kill -s "$signal" "$(cat "$DIRECTORY/qemu.pid")" 2>/dev/null || true
    # Also after KILL: the machine has its port until it has ended.
    for ((tries = 0; tries < 100; tries++)); do
      alive || return 0
      sleep 0.1
    done
  done
}

# What starts the boot loader of an Arm machine's disk.
needs_firmware() { [[ $MACHINE_TYPE == virt && -z $IMAGE_KERNEL ]]; }

preflight() {
  command -v "$QEMU" >/dev/null || fail "$QEMU is not installed; install QEMU, for example: apt-get install qemu-system qemu-utils, or brew install qemu"
  command -v qemu-img >/dev/null || fail "qemu-img is not installed; install it, for example: apt-get install qemu-utils, or brew install qemu"
  ! needs_seed_image || cd_maker >/dev/null ||
    fail "there is no xorrisofs, genisoimage or mkisofs, of which the QEMU of Enterprise Linux needs one; install it: sudo dnf install xorriso"
  # As a variable, since what is quoted in a pattern means another thing in each version of bash.
  local file free bytes size=$'\n    "virtual-size": ([0-9]+)'
  for file in "$IMAGE_DISK" ${IMAGE_KERNEL:+"$IMAGE_KERNEL"} ${IMAGE_INITRD:+"$IMAGE_INITRD"}; do
    [[ -r $file ]] || fail "image file $file cannot be read; check the image argument"
  done
  # QEMU would cut the end off, and the guest would not find its file system.
  [[ $(qemu-img info -U --output=json "$IMAGE_DISK" 2>/dev/null) =~ $size ]] || :
  bytes=${BASH_REMATCH[1]:-0}
  ((bytes <= DISK_GIB << 30)) ||
    fail "diskGiB is $DISK_GIB, and the image $IMAGE_DISK has $(((bytes + (1 << 30) - 1) >> 30)) GiB; a disk has at least the size of its image, so set diskGiB to that"
  # Without it QEMU runs, and the machine does nothing.
  ! needs_firmware || [[ -r $FIRMWARE ]] || fail "there is no UEFI firmware for Arm machines at \"$FIRMWARE\"; install it"
  free=$(df -Pk "$DIRECTORY" | awk 'NR == 2 { print int($4 / 1024) }')
  ((free >= 3072)) || fail "$DIRECTORY has $free MiB free, a machine needs at least 3072; free some space or choose another directory"
  # A port that answers belongs to somebody else: our own machine is off by now.
  ! (exec 3<>"/dev/tcp/127.0.0.1/$SSH_PORT") 2>/dev/null ||
    fail "port $SSH_PORT on 127.0.0.1 is taken by another program; end it, or choose another sshPort"
}

# NoCloud's seed is a folder that QEMU shows to the guest as a FAT disk, or a CD of it. The instance id is new for each
# creation, so that cloud-init never takes a new machine for an old one. What a host's name may not hold becomes a hyphen.
seed() {
  mkdir -p "$DIRECTORY/seed"
  cat >"$DIRECTORY/seed/user-data"
  [[ -s $DIRECTORY/seed/user-data ]] || fail "no user data on stdin"
  local LC_ALL=C host instance
  host=${NAME//[!A-Za-z0-9-]/-}
  instance="$host-$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')"
  printf '{"instance-id": "%s", "local-hostname": "%s"}\n' "$instance" "${host:0:63}" >"$DIRECTORY/seed/meta-data"
  network_config
  seed_image
  echo "$instance" >"$DIRECTORY/instance-id"
}

# Without the file, the guest asks for an address on its first interface, which it has to be told where there are two. Each
# is found by its hardware address; they are called as Rocky's kernel calls them.
first_mac=52:54:00:12:34:56
network_config() {
  rm -f "$DIRECTORY/seed/network-config"
  [[ ${PRIVATE_ADDRESS:-} ]] || return 0
  printf '{"version": 2, "ethernets": {%s, %s}}\n' \
    "\"eth0\": {\"match\": {\"macaddress\": \"$first_mac\"}, \"set-name\": \"eth0\", \"dhcp4\": true}" \
    "\"eth1\": {\"match\": {\"macaddress\": \"$PRIVATE_MAC\"}, \"set-name\": \"eth1\", \"addresses\": [\"$PRIVATE_ADDRESS\"]}" \
    >"$DIRECTORY/seed/network-config"
}

seed_image() {
  local said
  rm -f "$DIRECTORY/seed.iso"
  needs_seed_image || return 0
  said=$("$(cd_maker)" -quiet -volid cidata -joliet -rock -output "$DIRECTORY/seed.iso" "$DIRECTORY/seed" 2>&1) ||
    fail "the seed cannot be made into a CD: $said"
}

# An image that was made on this computer is kept for as long as a machine needs it (image-folder.ts).
claim_image() {
  local claim
  claim=${IMAGE_DISK%/*}/used-by/$(printf '%s' "$DIRECTORY" | cksum | tr ' ' -)
  [[ -d ${claim%/*} ]] || return 0
  printf '%s' "$claim" >"$DIRECTORY/claim"
  printf '%s' "$DIRECTORY" >"$claim"
}

# The next machine in this folder may be made from another image.
release_image() {
  [[ ! -e $DIRECTORY/claim ]] || rm -f "$(cat "$DIRECTORY/claim")" "$DIRECTORY/claim"
}

# QEMU reads a doubled comma as one, but not in the paths of -serial and -monitor: those are relative to the folder.
escaped() { printf '%s' "${1//,/,,}"; }

command_line() {
  local net="user,id=net0,hostfwd=tcp:127.0.0.1:$SSH_PORT-:22"
  if [[ -n $REPOSITORY_DIRECTORY ]]; then
    net+=",guestfwd=tcp:10.0.2.100:80-cmd:$(escaped "$(printf '%q %q %q' "$NODE" "$SERVE_DIRECTORY" "$REPOSITORY_DIRECTORY")")"
  fi
  local seed
  seed="file.driver=vvfat,file.dir=$(escaped "$DIRECTORY/seed"),file.label=cidata"
  ! needs_seed_image || seed="file=$(escaped "$DIRECTORY/seed.iso")"
  local line=("$QEMU" -name "$(escaped "${TITLE:-$NAME}")" -machine "$MACHINE_TYPE" -cpu max -smp "$CPUS" -m "$MEMORY_MIB"
    -drive "file=$(escaped "$DIRECTORY/disk.qcow2"),if=virtio,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap"
    -drive "if=virtio,format=raw,readonly=on,$seed"
    -netdev "$net" -device "virtio-net-pci,netdev=net0${PRIVATE_ADDRESS:+,mac=$first_mac}" -device virtio-rng-pci
    -display none -serial file:console.log
    -monitor "unix:monitor.sock,server,nowait" -pidfile "$DIRECTORY/qemu.pid" -daemonize)
  # Its frames go from machine to machine as packets to a group, and do not leave this computer.
  if [[ ${PRIVATE_ADDRESS:-} ]]; then
    line+=(-netdev "socket,id=net1,mcast=$PRIVATE_SEGMENT,localaddr=127.0.0.1" -device "virtio-net-pci,netdev=net1,mac=$PRIVATE_MAC")
  fi
  if [[ -n $IMAGE_KERNEL ]]; then
    line+=(-kernel "$IMAGE_KERNEL" -initrd "$IMAGE_INITRD" -append "$IMAGE_KERNEL_ARGS")
  fi
  printf '%q ' "${line[@]}"
}

create() {
  # What could not be created is not in the state, so nobody would remove it later.
  trap '[[ $? == 0 ]] || delete' EXIT
  # Again, because the end of another machine may take a folder away that is still empty.
  mkdir -p "$DIRECTORY" 2>/dev/null || mkdir -p "$DIRECTORY"
  power_off
  find_qemu
  preflight
  rm -f "$DIRECTORY"/{disk.qcow2,run,console.log}
  seed
  qemu-img create -q -f qcow2 -F qcow2 -b "$IMAGE_DISK" "$DIRECTORY/disk.qcow2" "${DISK_GIB}G"
  release_image
  claim_image
  command_line >"$DIRECTORY/run.new"
  mv "$DIRECTORY/run.new" "$DIRECTORY/run"
  start
}

# Each accelerator has a QEMU of its own: where /dev/kvm exists and does not work, QEMU ends after it has chosen it, and
# tries no other from the same command line.
power_on() {
  local line attempt accel own reasons=""
  cd "$DIRECTORY"
  eval "line=($(cat run))"
  # Not as a flash drive, for which the file must have 64 MiB, and each machine a second one for what its firmware keeps. Here that
  # is forgotten when the machine is off; the images' boot loaders are where firmware looks that keeps nothing. The file may lie
  # elsewhere since the machine was made.
  ! needs_firmware || line+=(-bios "$FIRMWARE")
  for accel in ${ACCELERATOR//:/ }; do
    own=$accel
    # One processor is emulated with some eighth less work where no other can run beside it.
    [[ " ${line[*]} " != *" -smp 1 "* || ! $accel =~ ^tcg(,thread=multi)?$ ]] || own=tcg,thread=single
    attempt=("${line[@]}" -accel "$own")
    # Emulated, an Arm guest takes a fifth less of time where its signed pointers are not the standard's own. One of x86 takes a tenth
    # less to its login where it is not told that copying byte by byte is fast.
    case $accel:$MACHINE_TYPE in
      tcg*:virt) attempt+=(-cpu "max,pauth-impdef=on") ;;
      tcg*) attempt+=(-cpu "max,-erms,-fsrm") ;;
    esac
    # Descriptors are closed because the daemon would keep the caller's pipes open.
    "${attempt[@]}" </dev/null >start.log 2>&1 && return
    reasons+="QEMU did not start with accelerator $accel: $(cat start.log)"$'\n'
  done
  [[ :$ACCELERATOR == *:tcg* ]] || reasons+='set accelerator: "tcg", which is slow and works everywhere'$'\n'
  fail "${reasons%$'\n'}"
}

# Its own timer counts from its creation, whether it is on or off, and would power it off again within a minute.
is_over() { [[ ${TTL_MINUTES:-} && -n $(find "$DIRECTORY/instance-id" -mmin "+$TTL_MINUTES") ]]; }

start() {
  [[ -e $DIRECTORY/run ]] || fail "there is no machine in $DIRECTORY; create it first"
  alive || ! is_over || fail "the machine has had its ttlMinutes, which are $TTL_MINUTES; take it away with \"pulumi destroy\", or change ttlMinutes, and another one takes its place"
  alive || {
    # The image may lie elsewhere since the disk was made on top of it.
    qemu-img rebase -q -u -f qcow2 -F qcow2 -b "$IMAGE_DISK" "$DIRECTORY/disk.qcow2"
    power_on
  }
  echo "$BOOTS" >"$DIRECTORY/boots"
  cat "$DIRECTORY/instance-id"
}

# How often the machine will have been switched on once it runs: one more than now where it was ended from outside.
boots() {
  local count
  count=$(cat "$DIRECTORY/boots" 2>/dev/null) || count=0
  alive || count=$((count + 1))
  echo "$count"
}

# Waits for a machine that is switching itself off.
ended() {
  local tries
  for ((tries = 0; tries < 1800; tries++)); do
    alive || return 0
    sleep 0.1
  done
  fail "the machine has not switched itself off in 180 s; look at $DIRECTORY/console.log"
}

# Only what is ours: the folder may be one that the user has other things in. Below the package's own folder, those of the
# stack and the project go with their last machine.
delete() {
  power_off
  release_image
  rm -rf "$DIRECTORY"/{disk.qcow2,seed,seed.iso,run,run.new,instance-id,boots,qemu.pid,monitor.sock,start.log,console.log}
  local state=${XDG_STATE_HOME:-${HOME:-}/.local/state}
  if [[ $DIRECTORY == "$state"/pulumi-docker-host/* ]]; then
    (cd "$state" && rmdir -p "${DIRECTORY#"$state"/}") 2>/dev/null || true
  else
    rmdir "$DIRECTORY" 2>/dev/null || true
  fi
}

case "${1:-}" in
  create | start | delete | boots | ended) "$1" ;;
  *) fail "usage: machine.sh create|start|delete|boots|ended" ;;
esac
