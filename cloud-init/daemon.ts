// SPDX-License-Identifier: Apache-2.0
import type { DockerSpec } from "./docker-spec";
import { hardened } from "./hardened";
import { linuxTexts } from "./line-ends";
import { merge } from "./merge";
import type { CloudConfig } from "./spec";

/** The drivers that keep files on this machine and know `max-size` and `max-file`. */
const fileDrivers = ["local", "json-file"];

/** Content of daemon.json: the preset, then the typed options, then the caller's `daemonConfig` by the rule in merge.ts. */
export function daemonJson(docker: DockerSpec): CloudConfig {
  return [docker.hardened ? hardened : {}, typed(docker), linuxTexts(docker.daemonConfig)].reduce(merge);
}

/** Leaves out what an absent key already means, so that the file shows only what was asked for. */
function typed(docker: DockerSpec): CloudConfig {
  return {
    ...logs(docker),
    ...(docker.registryMirrors.length > 0 && { "registry-mirrors": docker.registryMirrors }),
    ...(docker.insecureRegistries.length > 0 && { "insecure-registries": docker.insecureRegistries }),
    ...(docker.addressPools.length > 0 && {
      "default-address-pools": docker.addressPools.map(({ base, size }) => ({ base, size })),
    }),
    ...(docker.dataRoot !== undefined && { "data-root": docker.dataRoot }),
    ...(docker.liveRestore && { "live-restore": true }),
    ...(docker.defaultUlimits.length > 0 && { "default-ulimits": ulimits(docker) }),
    ...(docker.selinuxSeparation && { "selinux-enabled": true }),
  };
}

/**
 * The limits are given only where the driver in force knows them: other drivers refuse unknown options. Of a single file
 * `local` has nothing to compress, and starts no container unless it is told so.
 */
function logs({ logDriver, logMaxSizeMiB, logMaxFiles, daemonConfig }: DockerSpec): CloudConfig {
  const driver = daemonConfig["log-driver"] ?? logDriver;
  if (!fileDrivers.some((name) => name === driver)) return { "log-driver": logDriver };
  return {
    "log-driver": logDriver,
    "log-opts": {
      "max-size": `${logMaxSizeMiB}m`,
      "max-file": String(logMaxFiles),
      ...(driver === "local" && logMaxFiles === 1 && { compress: "false" }),
    },
  };
}

function ulimits({ defaultUlimits }: DockerSpec): CloudConfig {
  return Object.fromEntries(
    defaultUlimits.map(({ name, soft, hard }) => [name, { Name: name, Soft: soft, Hard: hard }]),
  );
}
