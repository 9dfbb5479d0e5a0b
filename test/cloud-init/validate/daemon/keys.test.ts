// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../../cloud-init";
import { daemonFlags, daemonKeys, engines } from "../../../../cloud-init/daemon-keys";
import { saidOfKeys } from "./said";

/** A version without a warning of its own, and one that the table does not reach. */
const [recent, future] = ["28.5.2", "99.0.0"];

test.each([
  ["registry-mirror", ["https://mirror.example"], 'write "registry-mirrors"'],
  ["log-opt", ["max-size=1m"], 'write "log-opts"'],
  ["insecure-registry", ["registry.example:5000"], 'write "insecure-registries"'],
  ["default-ulimit", ["nofile=1:2"], 'write "default-ulimits"'],
  ["default-address-pool", ["base=10.0.0.0/8,size=24"], 'write "default-address-pools"'],
  ["add-runtime", ["a=/b"], 'write "runtimes"'],
  ["host", ["unix:///run/docker.sock"], "remove it and reach the daemon over SSH"],
  ["cluster-store-opt", ["a=b"], "remove it"],
  ["label", ["a=b"], 'write "labels"'],
  ["http-proxy", "http://proxy.example:3128", "set docker.proxy"],
  ["no-proxy", "localhost", "set docker.noProxy"],
  ["config-file", "/etc/docker/other.json", "remove it"],
])("%s, which dockerd takes as one of its flags and ignores (moby#21000)", (name, value, remedy) => {
  expect(saidOfKeys({ [name]: value })).toEqual([
    `error: ["${name}"]: is a flag of dockerd, which ignores that name in daemon.json; ${remedy}`.replace(
      /\["([a-z]+)"\]/,
      ".$1",
    ),
  ]);
});

test.each([
  ["graph", "/data", {}, "is in no engine from 24.0.0 on; set docker.dataRoot"],
  ["oom-score-adjust", -500, {}, "is in no engine from 26.0.0 on; remove it"],
  ["oom-score-adjust", -500, { version: recent }, "is in no engine from 26.0.0 on; remove it"],
  ["api-cors-header", "*", { version: future }, "is in no engine from 29.0.0 on; remove it"],
  [
    "min-api-version",
    "1.44",
    { version: recent },
    'needs engine 29.0.0 or later, and docker.version is "28.5.2"; change one of them',
  ],
  [
    "default-stop-timeout",
    5,
    { version: "3:29.6.1-1.el9" },
    'needs engine 29.7.0 or later, and docker.version is "3:29.6.1-1.el9"; change one of them',
  ],
])("%s: %j with %j, which that engine does not have", (name, value, docker, message) => {
  const lines = saidOfKeys({ [name]: value }, docker).filter((line) => line.startsWith("error"));
  expect(lines).toEqual([`error: ${name.includes("-") ? `["${name}"]` : `.${name}`}: ${message}`]);
});

test.each([
  [{ "oom-score-adjust": -500 }, { version: "25.0.5" }],
  [{ "firewall-backend": "iptables" }, { version: "29.0.0" }],
  [{ "min-api-version": "1.44" }, { version: "29.8.0~rc.1" }],
  [{ "extension-dirs": [] }, {}],
  [{ "min-api-version": "1.44" }, { version: future }],
])("%j with %j, which that engine has", (config, docker) => {
  expect(saidOfKeys(config, docker).filter((line) => line.startsWith("error"))).toEqual([]);
});

test.each([
  ["registry-miror", 'did you mean "registry-mirrors"?'],
  ["Live-Restore", 'did you mean "live-restore"?'],
  ["live_restore", 'did you mean "live-restore"?'],
  ["mirrors-of-mine-for-the-hub", "remove it"],
  // The daemon's struct has the first, and its flag is the second: the file takes neither.
  ["containerd-plugin-namespace", 'did you mean "containerd-namespace"?'],
  ["swarm-raft-election-tick", "remove it"],
  // Not the names of Object.prototype.
  ["toString", "remove it"],
])("%s, which is no key", (name, remedy) => {
  const { problems } = read({ login: "rocky", docker: { daemonConfig: { [name]: 1 } } });
  expect(problems).toMatchObject([
    { severity: "error", message: `does not exist, and dockerd would refuse it; ${remedy}`, code: "unknown-name" },
  ]);
});

test("behind 200 keys, no similar name is looked for", () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`live-restor${i}`, 1]));
  const said = saidOfKeys(many);
  expect(said[199]).toContain('did you mean "live-restore"?');
  expect(said[200]).toBe('error: ["live-restor200"]: does not exist, and dockerd would refuse it; remove it');
});

test("what an engine newer than all that were looked at might have is warned about, and not refused", () => {
  expect(saidOfKeys({ "brand-new": 1 }, { version: "99.0.0-1.el9" })).toEqual([
    `warning: ["brand-new"]: is in no engine up to ${engines.newest}, and dockerd 99.0.0 may refuse it; remove it`,
  ]);
});

test("no flag is a key, and each leads to one or to nothing", () => {
  for (const [flag, key] of Object.entries(daemonFlags)) {
    expect([flag, flag in daemonKeys, key === "" || key in daemonKeys]).toEqual([flag, false, true]);
  }
});
