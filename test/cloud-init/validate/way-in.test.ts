// SPDX-License-Identifier: Apache-2.0
import { type CloudConfig, read } from "../../../cloud-init";
import { awsHostProblems } from "../../../components/aws/problems";
import { said } from "./said-of-files";

const closed = "closes the machine and names neither ssh nor port 22, by which it is reached; let that in";

test.each<[string, string, string[]]>([
  [
    "/etc/hosts.deny",
    "ALL: ALL",
    [`note: : "/etc/hosts.deny" is read by nothing on Enterprise Linux 9; use firewall rules, or AllowUsers of sshd`],
  ],
  ["/etc/nologin", "closed", [`sure: : "/etc/nologin" keeps out everybody but root; leave it out`]],
  [
    "/etc/passwd",
    "root:x:0:0::/root:/bin/bash",
    [`sure: : "/etc/passwd" takes the place of the image's users; declare yours in users`],
  ],
  [
    "/etc/nftables/own.nft",
    "table inet f { chain i { type filter hook input priority 0; policy drop; } }",
    [`maybe: : "/etc/nftables/own.nft" ${closed}`],
  ],
  [
    "/etc/nftables/own.nft",
    "table inet f { chain i { type filter hook input priority 0; policy drop; tcp dport { 22, 80 } accept; } }",
    [],
  ],
  [
    "/etc/nftables/own.nft",
    "table inet f { chain i { type filter hook input priority 0; policy accept; ct state invalid drop } }",
    [],
  ],
  [
    "/etc/nftables/own.nft",
    "table inet f { chain i { type filter hook input priority 0; policy drop; tcp dport 20-1024 accept; } }",
    [],
  ],
  [
    "/etc/nftables/own.nft",
    `table inet f {\n chain i {\n  type filter hook input priority 0\n  tcp dport { 80, 443 } accept\n  log prefix "no " reject with icmpx admin-prohibited\n }\n}`,
    [`maybe: : "/etc/nftables/own.nft" ${closed}`],
  ],
  [
    "/etc/nftables/own.nft",
    "add chain inet f i { type filter hook input priority 0; }\nadd rule inet f i tcp dport 80 accept\nadd rule inet f i counter drop",
    [`maybe: : "/etc/nftables/own.nft" ${closed}`],
  ],
  [
    "/etc/nftables/own.nft",
    "# ssh is closed\ntable inet f { chain i { type filter hook input priority 0; policy drop; } }",
    [`maybe: : "/etc/nftables/own.nft" ${closed}`],
  ],
  ["/etc/nftables/own.nft", "table inet f { chain o { type filter hook output priority 0; policy drop; } }", []],
  [
    "/etc/sysconfig/iptables",
    "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 80 -j ACCEPT",
    [`maybe: : "/etc/sysconfig/iptables" ${closed}`],
  ],
  [
    "/etc/sysconfig/iptables",
    "*filter\n-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited",
    [`maybe: : "/etc/sysconfig/iptables" ${closed}`],
  ],
  ["/etc/sysconfig/iptables", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m state --state INVALID -j DROP", []],
  ["/etc/sysconfig/iptables", "*filter\n:INPUT DROP [7:840]\n-A INPUT -p tcp --dport 20:1024 -j ACCEPT", []],
  [
    "/etc/sysconfig/iptables",
    "*filter\n:INPUT DROP [7:840]\n-A INPUT -p tcp --dport 80:443 -j ACCEPT",
    [`maybe: : "/etc/sysconfig/iptables" ${closed}`],
  ],
  ["/etc/sysconfig/iptables", "*filter\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT", []],
  [
    "/etc/firewalld/zones/public.xml",
    `<zone><service name="http"/></zone>`,
    [`maybe: : "/etc/firewalld/zones/public.xml" ${closed}`],
  ],
  ["/etc/firewalld/zones/public.xml", `<zone target="ACCEPT"></zone>`, []],
  ["/etc/firewalld/zones/public.xml", `<zone><port protocol="tcp" port="1-65535"/></zone>`, []],
  ["/etc/firewalld/firewalld.conf", "DefaultZone=drop", [`maybe: : "/etc/firewalld/firewalld.conf" ${closed}`]],
  ["/etc/firewalld/firewalld.conf", "DefaultZone=public", []],
])("%s with %j: what cuts the way in is said", (path, content, expected) => {
  expect(said([[path, content]])).toEqual(expected);
});

test("a file of the login's keys that is written last leaves only its own", () => {
  const path = "/home/rocky/.ssh/authorized_keys";
  const replaced = `sure: : "${path}" takes the place of the login's keys; add yours with cloudConfig.ssh_authorized_keys`;
  expect(said([[path, "ssh-ed25519 AAAA me", { owner: "rocky:rocky" }]])).toEqual([replaced]);
  expect(said([["/home/ci/.ssh/authorized_keys", "x", { owner: "rocky:rocky" }]])).toEqual([]);
});

describe("a file by cloudConfig", () => {
  const path = "/etc/ssh/sshd_config.d/x.conf";
  const saidOf = (file: CloudConfig) =>
    read({ login: "rocky", cloudConfig: { write_files: [file] } }).problems.map((problem) => problem.path);
  const [here, packed] = [["cloudConfig.write_files[0].content"], Buffer.from("AllowUsers ci").toString("base64")];

  test.each<[string, CloudConfig, string[]]>([
    ["is looked into", { path, content: "AllowUsers ci" }, here],
    ["is looked into in base64", { path, content: packed, encoding: "b64" }, here],
    ["is not looked into where it is packed", { path, content: packed, encoding: "gz+b64" }, []],
    ["is not looked into where it is fetched", { path, source: { uri: "https://a.example" } }, []],
    ["may go behind the image's users", { path: "/etc/passwd", content: "x", append: true }, []],
    [
      "may go behind the login's keys",
      { path: "/home/rocky/.ssh/authorized_keys", content: "x", defer: "yes", append: "true" },
      [],
    ],
  ])("%s", (_what, file, expected) => {
    expect(saidOf(file)).toEqual(expected);
  });
});

test("whoever makes a machine of user data alone is warned; for a host that is checked, it is an error", () => {
  const files = [{ path: "/etc/ssh/sshd_config.d/x.conf", content: "AllowUsers ci\nAllowGroups wheel" }];
  expect(read({ login: "rocky", files }).problems.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
  const checked = awsHostProblems({ sshIngressCidrs: ["203.0.113.0/24"], files });
  expect(checked.map(({ severity, code }) => [severity, code])).toEqual([
    ["error", "ssh/locked-out"],
    ["warning", "ssh/locked-out/maybe"],
  ]);
});
