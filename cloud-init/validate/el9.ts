// SPDX-License-Identifier: Apache-2.0
// What a fresh Enterprise Linux 9 has of users and groups.

/** Users of each Rocky Linux 9 cloud image: cloud-init would leave them as they are. */
export const imageUsers = [
  ...["root", "bin", "daemon", "adm", "lp", "sync", "shutdown", "halt", "mail", "operator", "games", "ftp", "nobody"],
  ...["dbus", "systemd-coredump", "systemd-oom", "polkitd", "rpc", "sshd", "sssd", "chrony", "tss", "tcpdump"],
];

/**
 * Groups that are there before any user is made: the file of EL9's package `setup`, then what systemd 252 and the
 * packages of Rocky's cloud images make. Held against `getent group` of Rocky Linux 9 machines as people have published it.
 */
export const imageGroups = [
  ...["root", "bin", "daemon", "sys", "adm", "tty", "disk", "lp", "mem", "kmem", "wheel", "cdrom", "mail", "man"],
  ...["dialout", "floppy", "games", "tape", "video", "ftp", "lock", "audio", "users", "nobody"],
  ...["utmp", "utempter", "input", "kvm", "render", "sgx", "systemd-journal", "systemd-coredump", "systemd-oom"],
  ...["dbus", "polkitd", "ssh_keys", "sshd", "sssd", "chrony", "tss", "tcpdump", "rpc", "rpcuser"],
  ...["cockpit-ws", "cockpit-wsinstance", "google-sudoers"],
];
