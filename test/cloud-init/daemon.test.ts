// SPDX-License-Identifier: Apache-2.0
import { daemonJson } from "../../cloud-init/daemon";
import type { DockerSpec, LogDriver } from "../../cloud-init";
import { specOf } from "./spec-of";

const json = (docker: Partial<DockerSpec>) => daemonJson(specOf({ docker }).docker);

test("by default logs are bounded and containers outlive a restart of the daemon", () => {
  expect(json({})).toEqual({
    "log-driver": "local",
    "log-opts": { "max-size": "20m", "max-file": "5" },
    "live-restore": true,
  });
});

test("each option has its key", () => {
  const options: Partial<DockerSpec> = {
    logDriver: "json-file",
    logMaxSizeMiB: 1,
    logMaxFiles: 2,
    registryMirrors: ["https://m"],
    insecureRegistries: ["i"],
    addressPools: [{ base: "10.0.0.0/8", size: 24 }],
    dataRoot: "/data",
    liveRestore: false,
    defaultUlimits: [{ name: "nofile", soft: 1, hard: 2 }],
    selinuxSeparation: true,
  };
  expect(json(options)).toEqual({
    "log-driver": "json-file",
    "log-opts": { "max-size": "1m", "max-file": "2" },
    "registry-mirrors": ["https://m"],
    "insecure-registries": ["i"],
    "default-address-pools": [{ base: "10.0.0.0/8", size: 24 }],
    "data-root": "/data",
    "default-ulimits": { nofile: { Name: "nofile", Soft: 1, Hard: 2 } },
    "selinux-enabled": true,
  });
});

test.each<LogDriver>(["journald", "none"])("the driver %s gets no options that it would refuse", (driver) => {
  expect(json({ logDriver: driver })).not.toHaveProperty("log-opts");
  expect(json({ daemonConfig: { "log-driver": driver } })).toEqual({ "log-driver": driver, "live-restore": true });
});

test("a single log file of the driver local is not compressed, which would start no container", () => {
  expect(json({ logMaxFiles: 1 })).toMatchObject({ "log-opts": { "max-file": "1", compress: "false" } });
  expect(json({ logMaxFiles: 1, logDriver: "json-file" })["log-opts"]).not.toHaveProperty("compress");
});

test("the hardened preset", () => {
  expect(json({ hardened: true })).toEqual({
    "log-level": "info",
    "default-ulimits": { nofile: { Name: "nofile", Soft: 1024, Hard: 524_288 } },
    "no-new-privileges": true,
    "userland-proxy": false,
    ip: "127.0.0.1",
    "selinux-enabled": true,
    "log-driver": "local",
    "log-opts": { "max-size": "20m", "max-file": "5" },
    "live-restore": true,
  });
});

test("an option wins over the preset, and the caller's daemonConfig over both", () => {
  const config = json({
    hardened: true,
    liveRestore: false,
    defaultUlimits: [{ name: "nofile", soft: 7, hard: 7 }],
    registryMirrors: ["https://first"],
    daemonConfig: { ip: "0.0.0.0", "registry-mirrors": ["https://second"], "log-opts": { "max-file": "9" } },
  });
  expect(config).toMatchObject({
    ip: "0.0.0.0",
    "default-ulimits": { nofile: { Soft: 7, Hard: 7 } },
    "registry-mirrors": ["https://first", "https://second"],
    "log-opts": { "max-size": "20m", "max-file": "9" },
  });
  expect(config).not.toHaveProperty("live-restore");
});
