// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../../../cloud-init";
import { saidOfKeys } from "./said";

const wrong: [CloudConfig, string][] = [
  [{ "log-opts": { "max-file": 3 } }, '["log-opts"]["max-file"]: is a number, and must be a string (put it in quotes)'],
  [{ "registry-mirrors": "https://mirror.gcr.io" }, '["registry-mirrors"]: is a string, and must be a list'],
  [{ dns: ["192.0.2.1", 1] }, ".dns[1]: is a number, and must be a string (put it in quotes)"],
  [{ labels: { a: "b" } }, ".labels: is a map, and must be a list"],
  [{ debug: "true" }, ".debug: is a string, and must be a boolean"],
  [{ mtu: "1400" }, ".mtu: is a string, and must be a whole number"],
  [{ mtu: 1400.5 }, ".mtu: 1400.5 is not a whole number"],
  [{ "default-shm-size": 67108864 }, '["default-shm-size"]: is a number, and must be a string (put it in quotes)'],
  [{ features: ["buildkit"] }, ".features: is a list, and must be a map"],
  [{ features: { buildkit: "true" } }, ".features.buildkit: is a string, and must be a boolean"],
  [{ "log-opts": "max-size=1m" }, '["log-opts"]: is a string, and must be a map'],
  [{ runtimes: { a: { path: "/a", runtimeArgs: "-v" } } }, ".runtimes.a.runtimeArgs: is a string, and must be a list"],
  [{ proxies: { "http-proxy": 1 } }, '.proxies["http-proxy"]: is a number, and must be a string (put it in quotes)'],
  [{ builder: { gc: { enabled: "yes" } } }, ".builder.gc.enabled: is a string, and must be a boolean"],
  [{ builder: { gc: { policy: [{ all: 1 }] } } }, ".builder.gc.policy[0].all: is a number, and must be a boolean"],
  [{ "default-ulimits": { nofile: "1" } }, '["default-ulimits"].nofile: is a string, and must be a map'],
  [
    { "default-network-opts": { bridge: { mtu: 9 } } },
    '["default-network-opts"].bridge.mtu: is a number, and must be a string (put it in quotes)',
  ],
  [
    { "default-address-pools": [{ base: "10.0.0.0/8", size: "24" }] },
    '["default-address-pools"][0].size: is a string, and must be a whole number',
  ],
];

test.each(wrong)("%j is told before Go tells it in the guest", (config, message) => {
  expect(saidOfKeys(config)).toEqual([`error: ${message}`]);
});

test.each<[CloudConfig, string]>([
  [{ runtimes: { a: { path: "/a", args: ["-v"] } } }, ".runtimes.a.args, path, runtimeArgs, runtimeType, options"],
  [
    { "default-address-pools": [{ base: "10.200.0.0/16", size: 24, scope: "local" }] },
    '["default-address-pools"][0].scope, base, size',
  ],
  [
    { builder: { gc: { policy: [{ keepDuration: "48h" }] } } },
    ".builder.gc.policy[0].keepDuration, All, Filter, ReservedSpace, MaxUsedSpace, MinFreeSpace, KeepStorage",
  ],
])("%j has a member that Go ignores", (config, expected) => {
  const [path, ...names] = expected.split(", ");
  expect(saidOfKeys(config)).toEqual([
    `warning: ${path}: is not known to dockerd, which ignores it; there are ${names.join(", ")}`,
  ]);
});

test("a misspelt member is a warning with what was meant", () => {
  expect(saidOfKeys({ builder: { gc: { enable: true } } })).toEqual([
    'warning: .builder.gc.enable: is not known to dockerd, which ignores it; did you mean "Enabled"?',
  ]);
});

test("values that Go reads: null for what is absent, and names of members in any case", () => {
  expect(
    saidOfKeys({
      bip: null,
      dns: null,
      debug: false,
      mtu: 0,
      features: { buildkit: true },
      builder: { GC: { Enabled: true, defaultKeepStorage: "10GB", Policy: [{ KeepStorage: "1GB", filter: ["a=b"] }] } },
      "default-network-opts": { bridge: { "com.docker.network.driver.mtu": "1400" } },
      runtimes: { crun: { path: "/usr/bin/crun", runtimeArgs: ["--debug"] } },
      "nri-opts": { enable: true },
    }),
  ).toEqual([]);
});
