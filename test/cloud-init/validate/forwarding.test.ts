// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

function said(input: object): string[] {
  const { problems } = read({ login: "rocky", ...input });
  return problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`);
}

const sysctls = (name: string, value = "0") => ({ sysctls: { [name]: value } });

test.each([
  ["net.ipv4.ip_forward", "0"],
  ["net/ipv4/ip_forward", "0"],
  ["net.ipv4.conf.all.forwarding", "00"],
  ["net/ipv4/conf/all/forwarding", "0x0"],
])("%s = %s would leave containers without network", (name, value) => {
  expect(said(sysctls(name, value))).toEqual([
    `error: sysctls["${name}"]: must not be "${value}": containers would have no network over IPv4; remove it`,
  ]);
});

// Where it has to turn forwarding on, dockerd does so for all interfaces; otherwise, or later, this holds.
test.each([
  ["net.ipv4.conf.docker0.forwarding", '"docker0"'],
  ["net.ipv4.conf.eth1.forwarding", '"eth1"'],
  ["net/ipv4/conf/eth0.100/forwarding", '"eth0.100"'],
  ["net.ipv4.conf.default.forwarding", "interfaces made later, docker0 among them,"],
])("%s = 0 is a warning", (name, device) => {
  expect(said(sysctls(name))).toEqual([
    `warning: sysctls["${name}"]: with "0", what comes in by ${device} may not be passed on, to containers or from them; remove it unless that is meant`,
  ]);
});

const ipv6 = "net.ipv6.conf.all.forwarding";
test.each([
  ["daemonConfig.ipv6", { daemonConfig: { ipv6: true } }],
  ["a pool of IPv6", { addressPools: [{ base: "fd00:1::/48", size: 64 }] }],
])("the same of IPv6 where containers have it: %s", (_what, docker) => {
  expect(said({ docker, ...sysctls(ipv6) })).toContain(
    `error: sysctls["${ipv6}"]: must not be "0": containers would have no network over IPv6; remove it`,
  );
});

test.each([
  ["IPv6 that no container has", sysctls(ipv6)],
  ["what comes from the machine itself", sysctls("net.ipv4.conf.lo.forwarding")],
  [
    "an interface of IPv6, which is forwarded for all or for none",
    { docker: { daemonConfig: { ipv6: true } }, ...sysctls("net.ipv6.conf.eth1.forwarding") },
  ],
  ["forwarding that is on", sysctls("net.ipv4.ip_forward", "1")],
  ["another parameter", sysctls("net.ipv4.conf.all.accept_redirects")],
  ["that of multicast", sysctls("net.ipv4.conf.all.mc_forwarding")],
])("nothing is said of %s", (_what, input) => {
  expect(said(input)).toEqual([]);
});

const nftables = { "firewall-backend": "nftables" };
const needs = (names: string) =>
  `error: docker.daemonConfig["firewall-backend"]: with "nftables" dockerd does not turn forwarding on, and does not start without it; set ${names}`;

test("nftables needs forwarding, which dockerd then does not turn on", () => {
  expect(said({ docker: { daemonConfig: nftables } })).toContain(needs('sysctls["net.ipv4.ip_forward"] to "1"'));
  expect(
    said({ docker: { daemonConfig: { ...nftables, ipv6: true } }, ...sysctls("net.ipv4.ip_forward", "1") }),
  ).toContain(
    needs('sysctls["net.ipv6.conf.all.forwarding"] to "1" and sysctls["net.ipv6.conf.default.forwarding"] to "1"'),
  );
});

test.each(["net.ipv4.ip_forward", "net/ipv4/ip_forward", "net.ipv4.conf.all.forwarding"])(
  "nftables has what it needs where %s is on",
  (name) => {
    expect(said({ docker: { daemonConfig: nftables }, ...sysctls(name, "1") }).join()).not.toContain("forwarding on");
  },
);

test.each([
  ["bootcmd", { cloudConfig: { bootcmd: [["sysctl", "-w", "net.ipv4.ip_forward=1"]] } }],
  ["runcmd", { cloudConfig: { runcmd: ["echo 1 > /proc/sys/net/ipv4/ip_forward"] } }],
  ["commands", { commands: ["sysctl -w net.ipv4.conf.all.forwarding=1"] }],
  ["files", { files: [{ path: "/etc/sysctl.d/90-net.conf", content: "net.ipv4.ip_forward = 1\n" }] }],
])("nftables has what it needs where %s may turn it on", (_what, input) => {
  expect(said({ docker: { daemonConfig: nftables }, ...input }).join()).not.toContain("forwarding on");
});

test("dockerd that must not turn it on: a warning, unless the machine does", () => {
  const docker = { daemonConfig: { "ip-forward": false } };
  expect(said({ docker })).toEqual([
    'warning: docker.daemonConfig["ip-forward"]: false leaves it to the machine whether packets of containers are forwarded; set sysctls["net.ipv4.ip_forward"] to "1", or remove it',
  ]);
  expect(said({ docker, ...sysctls("net.ipv4.ip_forward", "1") })).toEqual([]);
  // With nftables as well, dockerd then starts.
  expect(said({ docker: { daemonConfig: { ...nftables, "ip-forward": false } } }).join()).toMatch(/^warning: /);
});
