// SPDX-License-Identifier: Apache-2.0
// What is said of daemon.json before a machine is paid for, held against the engine that the laboratory builds: against
// its sources, and against its dockerd. It needs no machine, but Go, and the engine, which another of these tests needs too.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type CloudConfig, type CloudConfigValue, complete, daemonJson, errors, read } from "../../cloud-init";
import type { Kind } from "../../cloud-init/daemon-key";
import { daemonFlags, daemonKeys, engines } from "../../cloud-init/daemon-keys";
import { logOptions } from "../../cloud-init/log-options";
import { isIn } from "../../cloud-init/validate/daemon/keys";
import { modules } from "../../tools/daemon-keys/engines";
import { readEngine } from "../../tools/daemon-keys/read";
import {
  daemonFlags as flagsOf,
  daemonKeys as keysOf,
  logOptions as logOptionsOf,
} from "../../tools/daemon-keys/tables";
import { ensureBinaries } from "../lab/newest-engine";
import { show } from "./fresh-clone";

// On a machine with empty caches, the engine is built first.
jest.setTimeout(30 * 60_000);

const version = engines.newest;
const folder = mkdtempSync(join(tmpdir(), "daemon-json-"));
let binaries: string;

beforeAll(async () => {
  binaries = await ensureBinaries(show);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What dockerd says of a file, and nothing where it takes it. */
function dockerd(config: CloudConfig): string {
  const file = join(folder, "daemon.json");
  writeFileSync(file, JSON.stringify(config));
  const { status, stderr, stdout } = spawnSync(join(binaries, "dockerd"), ["--validate", "--config-file", file], {
    encoding: "utf8",
    // It looks for docker-proxy.
    env: { PATH: binaries },
  });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const ours = (daemonConfig: CloudConfig) =>
  errors(read({ login: "rocky", docker: { version, daemonConfig } }).problems);

const samples: Record<Kind, CloudConfigValue> = {
  string: "",
  boolean: false,
  "whole number": 0,
  "list of strings": [],
  "map of strings": { a: "b" },
  "map of booleans": { a: true },
  "map of maps of strings": { a: { b: "c" } },
  "address pools": [{ base: "10.0.0.0/8", size: 24 }],
  ulimits: { nofile: { Name: "nofile", Soft: 1, Hard: 2 } },
  runtimes: { a: { path: "/b" } },
  builder: { gc: { enabled: true } },
  proxies: { "http-proxy": "http://proxy.example" },
  map: {},
};
/** Where the sample of a kind is none. */
const own: CloudConfig = { "default-shm-size": "64m" };
/** Refused by us for what they do, and taken by dockerd for a reason of its own: it lets stand what it had once. */
const ignored = ["allow-nondistributable-artifacts", "deprecated-key-path"];
/** It looks for certificates. */
const needsFiles = ["tlsverify"];

test("the tables are what the sources of the newest engine say; where they are not, `npm run daemon-keys`", async () => {
  const [, module = ""] = modules.at(-1) ?? [];
  const source = await readEngine(version, module);
  const kindsOf = (keys: typeof daemonKeys) => Object.entries(keys).map(([key, { kind }]) => [key, kind]);
  const present = Object.fromEntries(Object.entries(daemonKeys).filter(([, key]) => isIn(key, version)));
  expect(kindsOf(present)).toEqual(kindsOf(keysOf([source])));
  expect(daemonFlags).toMatchObject(flagsOf([source]));
  const options = Object.entries(logOptions).map(([driver, known]) => [
    driver,
    Object.keys(known).filter((name) => isIn(known[name] ?? {}, version)),
  ]);
  expect(Object.fromEntries(options)).toEqual(
    Object.fromEntries(Object.entries(logOptionsOf([source])).map(([driver, known]) => [driver, Object.keys(known)])),
  );
});

test("dockerd takes each key that it has by the table, with a value of its kind, and no other", () => {
  const taken = Object.entries(daemonKeys)
    .filter(([key]) => !ignored.includes(key) && !needsFiles.includes(key))
    .map(([key, of]) => [key, isIn(of, version), dockerd({ [key]: own[key] ?? samples[of.kind] }) === ""]);
  expect(taken.filter(([, expected, found]) => expected !== found)).toEqual([]);
  expect(taken.length).toBeGreaterThan(80);
});

test("dockerd ignores the names of its flags, which we refuse (moby#21000)", () => {
  // Those two are on its command line here.
  const flags = Object.keys(daemonFlags).filter(
    (name) => !["config-file", "validate", "cluster-store-opt"].includes(name),
  );
  expect(flags.map((name) => [name, dockerd({ [name]: "x" }), ours({ [name]: "x" }).length])).toEqual(
    flags.map((name) => [name, "", 1]),
  );
});

test.each<CloudConfig>([
  { "registry-miror": [] },
  { "Live-Restore": true },
  { "containerd-plugin-namespace": "x" },
  { "log-opts": { "max-file": 3 } },
  { "registry-mirrors": "https://mirror.gcr.io" },
  { "registry-mirrors": ["https://me@mirror.gcr.io/x"] },
  { "registry-mirrors": ["https://mirror.gcr.io/x?y"] },
  { debug: 1 },
  { mtu: "1400" },
  { mtu: -1 },
  { "default-shm-size": 67_108_864 },
  { labels: ["web"] },
  { dns: ["dns.example"] },
  { "log-level": "verbose" },
  { "log-format": "xml" },
  { "log-format": "JSON" },
  { "log-level": "warning" },
  { "default-ipc-mode": "host" },
  { "default-cgroupns-mode": "mine" },
  { "firewall-backend": "ufw" },
  { "exec-opts": ["native.other=x"] },
  { "fixed-cidr-v6": "10.0.0.0/8" },
  { "host-gateway-ip": "192.0.2.1", "host-gateway-ips": ["192.0.2.1"] },
  { "max-concurrent-uploads": -1 },
  { builder: { gc: { enabled: "yes" } } },
  { tlsverify: false },
])("dockerd refuses %j, and so do we", (config) => {
  expect([dockerd(config) === "", ours(config).length]).toEqual([false, 1]);
});

test.each<CloudConfig>([
  daemonJson(complete({ login: "rocky", docker: { version, hardened: true } }).docker),
  { "registry-mirrors": ["https://harbor.example/v2/hub"] },
  { builder: { GC: { Enabled: true, defaultKeepStorage: "10GB", Policy: [{ KeepStorage: "1GB", filter: ["a=b"] }] } } },
  { bip: null, dns: null, debug: null, "log-opts": null },
  { "log-level": "WARN", "firewall-backend": "", "default-shm-size": "1.5GiB" },
  { proxies: { "http-proxy": "http://proxy.example:3128", "no-proxy": "localhost" } },
  { "default-ulimits": { nofile: { name: "nofile", soft: 1, hard: 2 } } },
  // As `nvidia-ctk runtime configure` writes it.
  { runtimes: { nvidia: { args: [], path: "nvidia-container-runtime" } }, "default-runtime": "nvidia" },
  { "exec-opts": ["native.cgroupdriver=cgroupfs"], "cgroup-parent": "/docker" },
  { "log-opts": { "cache-disabled": "false", "cache-max-size": "20m" } },
  { "log-driver": "syslog", "log-opts": { "syslog-address": "unix:/dev/log" } },
  { "insecure-registries": ["http://registry.example:5000"] },
  { bridge: "br0", "fixed-cidr": "10.1.64.0/18", "default-gateway": "10.1.255.1" },
])("dockerd takes %j, and so do we", (config) => {
  expect([dockerd(config), ours(config)]).toEqual(["", []]);
});
