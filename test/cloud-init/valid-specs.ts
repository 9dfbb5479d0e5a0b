// SPDX-License-Identifier: Apache-2.0
import type { HostSpecInput } from "../../cloud-init";
import { certificate, hostKey, keys, rsa } from "./material";

/** Values at the edge of what is allowed. */
export const valid: [string, Partial<HostSpecInput>][] = [
  ["nothing but a login", {}],
  ["names of one and of 32 letters", { users: [{ name: "a" }, { name: "_".repeat(32) }] }],
  [
    "a user with everything",
    {
      users: [{ name: "ci", sudo: true, shell: "/usr/bin/fish", groups: ["wheel", "video"] }],
      docker: { packages: ["fish"] },
    },
  ],
  ["a name with a dot", { users: [{ name: "jane.doe", groups: ["web.ops"] }], dockerUsers: ["jane.doe"] }],
  ["a group of an earlier user", { users: [{ name: "ci" }, { name: "anna", groups: ["ci", "rocky"] }] }],
  [
    "a user of a group's name, with another group",
    {
      cloudConfig: {
        users: [
          { name: "video", primary_group: "users" },
          { name: "ops", no_user_group: true },
        ],
      },
    },
  ],
  [
    "shells that somebody installs",
    {
      users: [
        { name: "a", shell: "/bin/zsh" },
        { name: "b", shell: "/usr/bin/fish" },
        { name: "c", shell: "/opt/menu" },
        { name: "d", shell: "/usr/bin/git-shell" },
        { name: "e", shell: "/sbin/nologin" },
      ],
      docker: { packages: ["zsh-5.8", "git"] },
      cloudConfig: { packages: ["fish"] },
      files: [{ path: "/opt/menu", content: "#!/bin/sh\n", permissions: "0755" }],
    },
  ],
  ["a disk for something else", { cloudConfig: { mounts: [["/dev/sdb", "/srv"], ["/dev/sdc"]] } }],
  ["each kind of key", { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519, keys.ecdsa, rsa(2048)] }] }],
  ["a key with a hostile comment", { loginKeys: [keys.ed25519.replace("ci@example", "'; $(reboot) \" #")] }],
  ["a host key", { hostKey }],
  ["nobody in the group", { dockerUsers: [] }],
  ["a docker user from cloudConfig", { dockerUsers: ["x"], cloudConfig: { users: [{ name: "x" }] } }],
  [
    "a docker user whose shell has a speaking path",
    { users: [{ name: "ci", shell: "/opt/false/bash" }], dockerUsers: ["ci"], commands: ["dnf -y install bash"] },
  ],
  ["the first version without the hole", { docker: { version: "28.3.3" } }],
  ["epoch and release", { docker: { version: "3:29.9.0-1.el9", containerdVersion: "0:2.1.5-1.el9" } }],
  ["a pre-release", { docker: { version: "30.0.0~rc.1-1.el9", channel: "test" } }],
  ["an old containerd for a pinned engine", { docker: { version: "28.3.3", containerdVersion: "1.7.25" } }],
  ["the folder rhel", { docker: { repository: "rhel" } }],
  ["a mirror", { docker: { repository: "http://10.0.2.100:8080/linux/centos", gpgKeyUrl: "https://a.b/gpg" } }],
  ["packages with signs", { docker: { packages: ["libstdc++", "docker-model-plugin-1.0~rc1"] } }],
  ["user namespaces by themselves", { docker: { daemonConfig: { "userns-remap": "default" } } }],
  [
    "settings of the daemon that are its own",
    {
      docker: { daemonConfig: { iptables: true, group: "docker", "firewall-backend": "nftables" } },
      sysctls: { "net.ipv4.ip_forward": "1" },
    },
  ],
  [
    "Swarm with iptables",
    {
      docker: { liveRestore: false, daemonConfig: { "firewall-backend": "iptables" } },
      commands: ["docker swarm init"],
    },
  ],
  ["Swarm without live restore", { docker: { liveRestore: false }, commands: ["docker swarm init"] }],
  ["a limit without end", { docker: { defaultUlimits: [{ name: "memlock", soft: -1, hard: -1 }] } }],
  ["a proxy by address", { docker: { proxy: "http://[::1]:3128", noProxy: ["*.a", ".b", "10.0.0.0/8", "c:80", "*"] } }],
  ["a mirror of images", { docker: { registryMirrors: ["https://mirror.gcr.io", "http://10.0.0.1:5000/"] } }],
  [
    "two certificates",
    { docker: { registryCertificates: { "a:5000": certificate + certificate, "[::1]:5000": certificate } } },
  ],
  [
    "pools of both families",
    {
      docker: {
        addressPools: [
          { base: "10.0.0.0/8", size: 30 },
          { base: "fd00::/48", size: 64 },
        ],
      },
    },
  ],
  ["a data root", { docker: { dataRoot: "/data/docker-1_x.y" } }],
  ["a name of a schedule", { docker: { pruneSchedule: "weekly" } }],
  ["a weekday and a time", { docker: { pruneSchedule: "Mon..Fri 03:30" } }],
  ["a date and a time", { docker: { pruneSchedule: "*-*-01 03:30:00 UTC" } }],
  ["the last port", { firewalldPorts: ["65535/udp", "1-2/sctp"] }],
  ["a kernel parameter of a device", { sysctls: { "net.ipv4.conf.eth0/1.rp_filter": "0 1" } }],
  [
    "forwarding, and parameters with a like name or value",
    {
      sysctls: {
        "net.ipv4.ip_forward": "1",
        "net.ipv4.ip_forward_use_pmtu": "0",
        "vm.swappiness": "0",
        "a.net.ipv4.ip_forward": "0",
      },
    },
  ],
  ["limits at their ends", { swapMiB: 64, sshMaxStartups: 10_000, sshMaxSessions: 1, ttlMinutes: 15 }],
  ["a machine that powers itself off where its boot fails", { onBootFailure: "powerOff" }],
  ["just enough memory", { memoryMiB: 2048 }],
  [
    "a file of a user",
    { users: [{ name: "ci" }], files: [{ path: "/home/ci/a b'c", content: "\ufeff\u0085\u2028\r\n\t", owner: "ci" }] },
  ],
  ["a hostile command", { commands: ["echo \"$(id)\" '#' | cat\ndate"] }],
];
