// SPDX-License-Identifier: Apache-2.0
import {
  defaults,
  type DockerChannel,
  type HostSpecInput,
  type KeyType,
  type LogDriver,
  type OnBootFailure,
  type UlimitName,
} from "../../cloud-init";
import { certificate, hostKey, keys } from "./material";

/** A place where a person writes a text of a certain form. */
export interface TextPlace {
  /** Where a mistake is told. */
  path: string;
  put: (text: string) => Partial<HostSpecInput>;
  /** One of each kind, and the edges. */
  fine: string[];
  /** What comes near, beside those of intruder.ts. */
  wrong: string[];
}

type Form = Pick<TextPlace, "fine" | "wrong">;
const name: Form = {
  fine: ["ci", "_", "jane.doe", "a".repeat(32)],
  wrong: ["", " ci", "ci ", "Ci", "4ci", "-ci", ".ci", "a".repeat(33), "$(reboot)"],
};
const version: Form = {
  fine: ["29.9.0", "29.9.0-1.el9", "30.0.0~rc.1-1.el9", "128.10.11"],
  wrong: ["", "29.9", "29.9.0.1", "v29.9.0", "29.9.0;reboot", "29.9.0-", "29.9.0~alpha.1", "29.9.0 ", "*"],
};
const key: Form = {
  fine: [
    ...[keys.ed25519, keys.ecdsa, keys.skEd25519, keys.skEcdsa],
    ...[` ${keys.ed25519}\n`, keys.ed25519.replace(" ci@example", ""), `\ufeff${keys.ed25519}\r\n`],
    ...[`restrict ${keys.ed25519}`, `from="10.0.0.0/8,!10.1.0.0/16",no-pty,command="echo \\"a, b\\"" ${keys.ed25519}`],
  ],
  wrong: [
    ...["", "ssh-ed25519", hostKey.privateKey, `${keys.ed25519}\n${keys.ecdsa}`, keys.ed25519.replace(" ", "")],
    ...[
      "192.0.2.1",
      "restrict,",
      "restrict=",
      "from",
      "from=10.0.0.0/8",
      `from="10.0.0.0/8`,
      `from="a"b`,
      "pty, restrict",
    ].map((options) => `${options} ${keys.ed25519}`),
  ],
};
const address: Form = {
  fine: ["https://a.example", "http://10.0.0.1:65535", "https://[fd00::1]:5000"],
  wrong: [
    ...["", "a.example", "xhttps://a.example", "ftp://a.example", "https://a b.example", "https://a%2eexample"],
    ...["65536", "0", "080", "", "x"].map((port) => `https://a.example:${port}`),
    // What JavaScript mends or reads in its own way, and Go or curl do not.
    ...["http:///a.example", "http:/a.example", "http:a.example", "http://a.example\\x", "http://@a.example"],
    ...[
      "http://0x7f.1",
      "http://1",
      "http://010.0.0.1",
      "http://10.0.0.256",
      "http://[fd00::1%25eth0]",
      "http://[fd00::1",
    ],
    ...["http://a.example/..", "http://a.example/%2e%2e/x", "http://a.example/%zz", "http://a.example?x"],
    ...["u:p%zz@", "u:p@q@", ":p@", "u:@", "u:p/q@", "u:é@"].map((user) => `http://${user}a.example`),
  ],
};
const file: Form = {
  fine: ["https://a.example/x/y", ...address.fine],
  wrong: ["https://a.example/x?y", "https://a.example/#", "https://me:pw@a.example/x", ...address.wrong],
};
const hostAndPort: Form = {
  fine: ["a", "a.b-c.example", "a.example:1", "a.example:65535", "10.0.0.1", "[fd00::1]", "[fd00::1]:5000"],
  wrong: [
    ...["", "a..b", "-a", "a-", "a_b", "a b", "a/b", "http://a", "a[b", "[a", "a:", "a:b", "a:b:80"],
    ...[
      "010.0.0.1",
      "10.1",
      "0x7f.1",
      "a.1:80",
      "[fe80::1%eth0]",
      "a:0",
      "a:080",
      "a:65536",
      "a:100000",
      "[10.0.0.1]",
      "../../cron.d",
      "../../cron.d:x",
    ],
  ],
};
const network: Form = {
  fine: ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "fd00::/8", "::1/128"],
  wrong: ["10.0.0.0/33", "fd00::/129", "1.2.3/0", "10.0.0.0/", "x10.0.0.0/8", "10.0.0.0/8x", "10.0.0.0/-1"],
};
const hostOrNetwork: Form = {
  fine: [...hostAndPort.fine, ...network.fine],
  wrong: ["a".repeat(254), ...hostAndPort.wrong, ...network.wrong],
};
const folder = ["/", "data/docker", "/data/", "//data", "/data/.", "/data/..", "/data/../etc", "/data disk", ""];

const user = (member: object) => ({ users: [{ name: "ci", ...member }] });
const written = (member: object) => ({ files: [{ path: "/etc/motd", content: "", ...member }] });

/** Every text of a spec that has a form. */
export const textPlaces: TextPlace[] = [
  { path: "login", put: (login) => ({ login, dockerUsers: [] }), ...name },
  { path: "loginKeys[0]", put: (text) => ({ loginKeys: [text] }), ...key },
  { path: "users[0].name", put: (text) => user({ name: text }), ...name },
  { path: "users[0].sshAuthorizedKeys[0]", put: (text) => user({ sshAuthorizedKeys: [text] }), ...key },
  {
    path: "users[0].shell",
    put: (shell) => user({ shell }),
    fine: ["/bin/bash", "/usr/local/bin/x-1_2.3"],
    wrong: ["", "/", "bash", "bin/bash", "/bin/bash -c", "/bin//bash", "/bin/bash/"],
  },
  { path: "users[0].groups[0]", put: (text) => user({ name: "dan", groups: [text] }), ...name },
  { path: "dockerUsers[0]", put: (text) => ({ dockerUsers: [text] }), ...name },
  {
    path: "docker.version",
    put: (text) => ({ docker: { version: text } }),
    fine: ["3:29.9.0-1.el9", ...version.fine],
    wrong: ["1:29.9.0", ...version.wrong],
  },
  {
    path: "docker.containerdVersion",
    put: (containerdVersion) => ({ docker: { containerdVersion } }),
    fine: ["0:2.1.5-1.el9", ...version.fine],
    wrong: version.wrong,
  },
  {
    path: "docker.channel",
    put: (text) => ({ docker: { channel: text as DockerChannel } }),
    fine: ["stable", "test"],
    wrong: ["", "nightly", "stable "],
  },
  {
    path: "docker.repository",
    put: (repository) => ({ docker: { repository } }),
    fine: ["centos", "rhel", "rocky", ...file.fine],
    wrong: ["fedora", "https://a.example/x/", "https://a.example/$(reboot)", "https://a.example/é", ...file.wrong],
  },
  { path: "docker.gpgKeyUrl", put: (gpgKeyUrl) => ({ docker: { gpgKeyUrl } }), ...file },
  {
    path: "docker.gpgFingerprint",
    put: (gpgFingerprint) => ({ docker: { gpgFingerprint } }),
    fine: [defaults.docker.gpgFingerprint],
    wrong: ["A".repeat(39), "A".repeat(41), "a".repeat(40), "G".repeat(40), ` ${"A".repeat(40)}`],
  },
  {
    path: "docker.packages[0]",
    put: (text) => ({ docker: { packages: [text] } }),
    fine: ["git", "libstdc++", "docker-model-plugin-1.0~rc1"],
    wrong: ["", "-y", "--nogpgcheck", "git tmux", "git;reboot", "*"],
  },
  {
    path: "docker.logDriver",
    put: (text) => ({ docker: { logDriver: text as LogDriver } }),
    fine: ["local", "json-file", "none"],
    wrong: ["", "file", "Local", "local "],
  },
  {
    path: "docker.registryMirrors[0]",
    put: (text) => ({ docker: { registryMirrors: [text] } }),
    fine: ["https://a.example/", "https://a.example/x/y", ...address.fine],
    wrong: ["https://a.example/x?y", "https://a.example?x", "https://me@a.example", ...address.wrong],
  },
  {
    path: "docker.insecureRegistries[0]",
    put: (text) => ({ docker: { insecureRegistries: [text] } }),
    fine: ["a".repeat(253), ...hostOrNetwork.fine],
    wrong: hostOrNetwork.wrong,
  },
  {
    path: "docker.registryCertificates",
    put: (text) => ({ docker: { registryCertificates: { [text]: certificate } } }),
    ...hostAndPort,
  },
  {
    path: "docker.addressPools[0].base",
    put: (base) => ({
      docker: {
        addressPools: [
          { base, size: 30 },
          { base: "172.20.0.0/14", size: 24 },
        ],
      },
    }),
    fine: ["10.0.0.0/8", "10.0.0.0/30", "0.0.0.0/0", "fd00::/8"],
    wrong: ["", "10.0.0.0", "a", ...network.wrong],
  },
  {
    path: "docker.proxy",
    put: (proxy) => ({ docker: { proxy } }),
    fine: [
      "http://me:p%40w=@a.example:80",
      "http://me@A.example",
      "http://me:pw@a.example:3128",
      "http://me:p:w@a.example:3128",
      "http://a.example/",
      "http://a.example/?x",
      ...address.fine,
    ],
    wrong: ["http://a.example/#x", "http://a_b.example", `http://a.example/"`, "http://a.example/é", ...address.wrong],
  },
  {
    path: "docker.noProxy[0]",
    put: (text) => ({ docker: { proxy: "http://a.example", noProxy: [text] } }),
    fine: [
      ...["*", ".a.example", "*.a.example", ".a.example:80", "fd00::1", "[fd00::1]:80"],
      ...hostOrNetwork.fine.filter((text) => text !== "[fd00::1]"),
    ],
    wrong: [
      "**",
      "*a",
      "a,b",
      "..a",
      "a.*",
      "[fd00::1]",
      ".10.0.0.1",
      "*.10.0.0.1:80",
      ".[fd00::1]:80",
      ...hostOrNetwork.wrong,
    ],
  },
  {
    path: "docker.dataRoot",
    put: (dataRoot) => ({ docker: { dataRoot } }),
    fine: ["/data", "/data/docker-1_x.y", "/data/etc", "/etcetera", "/data/var/lib/docker", "/data/..."],
    wrong: [
      ...["/usr", "/etc/docker", "/proc/x", "/var/lib/docker", "/var/lib/containerd/x", "/var/lib/docker-host"],
      ...folder,
    ],
  },
  {
    path: "docker.defaultUlimits[0].name",
    put: (text) => ({ docker: { defaultUlimits: [{ name: text as UlimitName, soft: 1, hard: 1 }] } }),
    fine: ["nofile", "core", "stack"],
    wrong: ["", "files", "NOFILE", "nofile "],
  },
  {
    path: "docker.pruneSchedule",
    put: (pruneSchedule) => ({ docker: { pruneSchedule } }),
    fine: ["daily", "annually", "Sun 03:30", "Mon..Fri,Sun 03:30", "*-*-01 03:30:00 UTC", "03:00/2", "Sat", "*-02~03"],
    wrong: ["", "xdaily", "dailyx", "0 3 * * 0", "Sun ", " Sun", "Sunday", "03:30 CET", "Sun  03:30", "*-02-~03"],
  },
  {
    path: "sysctls",
    put: (text) => ({ sysctls: { [text]: "1" } }),
    fine: ["vm.max_map_count", "net.ipv4.conf.eth0/1.rp_filter", "net/core/somaxconn"],
    wrong: ["", "vm", "vm.", ".vm", "vm.a b", "vm.a=1", "-vm.a", "vm..a"],
  },
  {
    path: "sysctls",
    put: (text) => ({ sysctls: { "vm.max_map_count": text } }),
    fine: ["262144", "0 1", "|/usr/bin/false %e"],
    wrong: ["", " 1", "1 ", "é"],
  },
  {
    path: "kernelModules[0]",
    put: (text) => ({ kernelModules: [text] }),
    fine: ["ip_tables", "8021q", "snd-usb"],
    wrong: ["", "-r", "_a", "a b", "a.ko", "../a"],
  },
  {
    path: "firewalldPorts[0]",
    put: (text) => ({ firewalldPorts: [text] }),
    fine: ["1/tcp", "65535/udp", "6000-6010/sctp", "80-80/dccp"],
    wrong: [
      ...["", "80", "80/", "/tcp", "80/icmp", "80/TCP", "x80/tcp", "80/tcpx", "0/tcp", "080/tcp", "65536/tcp"],
      ...["0-80/tcp", "80-65536/tcp", "90-80/tcp", "80-/tcp", "-80/tcp"],
    ],
  },
  {
    path: "files[0].path",
    put: (path) => written({ path }),
    fine: ["/etc/motd", "/home/ci/a b'c", "/etc/...", "/etc/.x"],
    wrong: ["", "/", "motd", "etc/motd", "/etc/", "/etc//motd", "/etc/..", "/etc/.", "/etc/../motd", "/etc/a\u007f"],
  },
  {
    path: "files[0].permissions",
    put: (permissions) => written({ permissions }),
    fine: ["644", "0644", "1777", "004", "0400"],
    wrong: ["", "64", "06440", "0648", "rw-", "0x644", "000", "0000", "4755", "2755", "7777"],
  },
  {
    path: "files[0].owner",
    put: (owner) => written({ owner }),
    fine: ["ci", "root:root", `${"a".repeat(32)}:${"a".repeat(32)}`],
    wrong: ["", "a b", "a:", ":a", "a:b:c", "A", "a".repeat(33), `a:${"a".repeat(33)}`],
  },
  {
    path: "hostKey.privateKey",
    put: (privateKey) => ({ hostKey: { ...hostKey, privateKey } }),
    fine: [
      ...[hostKey.privateKey, hostKey.privateKey.trim(), `\ufeff${hostKey.privateKey}`],
      ...[hostKey.privateKey.replaceAll("\n", "\r\n"), `\n${hostKey.privateKey}\n`],
    ],
    wrong: ["", hostKey.publicKey, keys.ed25519, hostKey.privateKey.replaceAll("\n", "\\n")],
  },
  {
    path: "keyType",
    put: (keyType) => ({ keyType: keyType as KeyType }),
    fine: ["ed25519", "ecdsa"],
    wrong: ["", "rsa", "ECDSA", "ssh-ed25519", "ecdsa ", "toString"],
  },
  {
    path: "onBootFailure",
    put: (wanted) => ({ onBootFailure: wanted as OnBootFailure }),
    fine: ["powerOff", "keep"],
    wrong: ["", "poweroff", "PowerOff", "stop", "keep ", "toString"],
  },
  {
    path: "hostKey.publicKey",
    put: (publicKey) => ({ hostKey: { ...hostKey, publicKey } }),
    fine: [hostKey.publicKey, hostKey.publicKey.split(" ").slice(0, 2).join(" ") + "\n"],
    wrong: ["", "ssh-ed25519", keys.ed25519, keys.ecdsa, `restrict ${hostKey.publicKey}`],
  },
];

/** Texts that are meant as they are, whatever they hold. */
export const freeTexts = ["files[0].content", "commands[0]"];
