// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";

import { defaults, type DockerChannel, type HostSpec } from "../../cloud-init";
import { installSettings, optionSettings, packages } from "../../cloud-init/settings";
import { hostileLine } from "./hostile-text";
import { specOf } from "./spec-of";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const names = [
  "REPOSITORY_URL",
  "GPG_KEY_URL",
  "GPG_FINGERPRINT",
  "CHANNEL",
  "https_proxy",
  "LOCK_VERSIONS",
  "DATA_ROOT",
];
const lists = ["RELEASES", "PACKAGES", "DOCKER_USERS", "FIREWALL_PORTS", "ENABLE_UNITS", "KERNEL_MODULES"];

/** What a real bash has after it has read the assignments: each value, and each list's length and values. */
function source(settings: string): string[] {
  const file = join(folder, "install.env");
  writeFileSync(file, settings);
  const print = [
    ...names.map((name) => `printf '%s\\0' "$${name}"`),
    // One list is only there where there is something in it.
    ...lists.map((name) => `${name}+=(); printf '%s\\0' "\${#${name}[@]}" \${${name}[@]+"\${${name}[@]}"}`),
  ];
  // Without --norc, bash takes a pipe of Node for a connection and reads the start-up files of this computer.
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-euc", `. ./install.env\n${print.join("\n")}`], {
    cwd: folder,
    encoding: "utf8",
  });
  expect([status, stderr, readdirSync(folder)]).toEqual([0, "", ["install.env"]]);
  return stdout.split("\0").slice(0, -1);
}

/** Past validation, which refuses most of it: whatever comes here is a value and no command. */
test("bash reads back exactly the values, and runs nothing of them", () => {
  const list = fc.array(hostileLine, { maxLength: 8 });
  const host = fc.record({ dockerUsers: list, firewalldPorts: list, kernelModules: list });
  const docker = fc.record({
    repository: hostileLine.map((text) => `https://${text}`),
    gpgKeyUrl: hostileLine,
    gpgFingerprint: hostileLine,
    channel: hostileLine as fc.Arbitrary<DockerChannel>,
    proxy: hostileLine,
    dataRoot: hostileLine,
    version: hostileLine,
    containerdVersion: hostileLine,
    packages: list,
  });
  fc.assert(
    fc.property(host, docker, (hostPart, dockerPart) => {
      const spec = specOf({ ...hostPart, docker: dockerPart });
      const { repository, gpgKeyUrl, gpgFingerprint, channel, proxy, dataRoot } = dockerPart;
      const all = [...packages(spec.docker), hostPart.dockerUsers, hostPart.firewalldPorts, [], hostPart.kernelModules];
      expect(source(installSettings(spec) + (optionSettings(spec) ?? ""))).toEqual([
        ...[repository, gpgKeyUrl, gpgFingerprint, channel, proxy, "0", dataRoot],
        ...all.flatMap((values) => [String(values.length), ...values]),
      ]);
    }),
    { numRuns: 150 },
  );
});

test.each<[string, Partial<HostSpec["docker"]>, string[]]>([
  ["the newest", {}, ["docker-ce", "docker-ce-cli", "containerd.io", "docker-buildx-plugin", "docker-compose-plugin"]],
  [
    "a pin without its epoch, which differs from package to package",
    { version: "3:29.9.0-1.el9", buildx: false },
    ["docker-ce-29.9.0-1.el9", "docker-ce-cli-29.9.0-1.el9", "containerd.io", "docker-compose-plugin"],
  ],
  [
    "containerd by its own numbers",
    { containerdVersion: "0:1.7.25", buildx: false, compose: false },
    ["docker-ce", "docker-ce-cli", "containerd.io-1.7.25"],
  ],
  [
    "what belongs to the engine at its version",
    { version: "28.3.3", buildx: false, compose: false, packages: ["git", "docker-ce-rootless-extras"] },
    ["docker-ce-28.3.3", "docker-ce-cli-28.3.3", "containerd.io", "git", "docker-ce-rootless-extras-28.3.3"],
  ],
])("packages: %s", (_label, docker, expected) => {
  expect(packages(specOf({ docker }).docker)).toEqual([[], expected]);
});

test("packages that bring a repository are installed before all others", () => {
  const named = ["htop", "epel-release", "centos-release-hyperscale", "lsb-release-tools", "release"];
  const [first, rest] = packages(specOf({ docker: { packages: named } }).docker);
  expect(first).toEqual(["epel-release", "centos-release-hyperscale", "lsb-release-tools"]);
  expect(rest.slice(-3)).toEqual(["docker-compose-plugin", "htop", "release"]);
  expect(installSettings(specOf({ docker: { packages: ["epel-release"] } }))).toContain(
    "\nRELEASES=('epel-release')\n",
  );
  expect(installSettings(specOf())).not.toContain("RELEASES");
});

test("the key's address follows the repository, unless it is given", () => {
  expect(installSettings(specOf({ docker: { repository: "rhel" } }))).toContain(
    "REPOSITORY_URL='https://download.docker.com/linux/rhel'\nGPG_KEY_URL='https://download.docker.com/linux/rhel/gpg'\n",
  );
  expect(installSettings(specOf({ docker: { repository: "http://m/c", gpgKeyUrl: "http://k" } }))).toContain(
    "REPOSITORY_URL='http://m/c'\nGPG_KEY_URL='http://k'\n",
  );
});

test.each<[string, Partial<HostSpec>, string]>([
  ["sshd's sessions", { sshMaxSessions: 20 }, "RELOAD_SSHD='1'"],
  ["sshd's connections", { sshMaxStartups: 50 }, "RELOAD_SSHD='1'"],
  ["kernel parameters", { sysctls: { "vm.swappiness": "1" } }, "RELOAD_SYSCTL='1'"],
  ["updates", { securityUpdates: true }, "SECURITY_UPDATES='1'"],
  ["ports", { firewalldPorts: ["80/tcp"] }, "FIREWALL_PORTS=('80/tcp')"],
  ["modules", { kernelModules: ["a", "b"] }, "KERNEL_MODULES=('a' 'b')"],
  ["locked versions", { docker: specOf({ docker: { versionLock: true } }).docker }, "LOCK_VERSIONS='1'"],
  ["their own stage", { kernelModules: ["a"] }, `options() { . ${defaults.guest.options.slice(1)}; }`],
  [
    "kernel parameters with the modules that they need",
    {
      kernelModules: ["a"],
      sysctls: {
        "net.bridge.bridge-nf-call-iptables": "1",
        "net/bridge/bridge-nf-call-ip6tables": "1",
        "net.netfilter.nf_conntrack_max": "1",
        "net.ipv4.vs.conntrack": "1",
      },
    },
    "KERNEL_MODULES=('a' 'br_netfilter' 'nf_conntrack' 'ip_vs')",
  ],
  [
    "a needed module that is named",
    { kernelModules: ["br-netfilter"], sysctls: { "net.bridge.bridge-nf-call-iptables": "1", "vm.swappiness": "1" } },
    "KERNEL_MODULES=('br-netfilter')",
  ],
])("%s are told to the options' script", (_label, input, line) => {
  expect(optionSettings(specOf(input))).toContain(`${line}\n`);
});

test("the prune timer and the data root are told to the options' script, and nothing else needs it", () => {
  expect(optionSettings(specOf({ docker: { pruneSchedule: "daily" } }))).toContain(
    "ENABLE_UNITS=('docker-prune.timer')\n",
  );
  expect(optionSettings(specOf({ docker: { dataRoot: "/data" } }))).toContain("DATA_ROOT='/data'\n");
  expect(optionSettings(specOf({ swapMiB: 512, ttlMinutes: 60, commands: ["date"] }))).toBeUndefined();
});
