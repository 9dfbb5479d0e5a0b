// SPDX-License-Identifier: Apache-2.0
import { daemonJson } from "../daemon";
import { UlimitName } from "../docker-choices";
import type { CloudConfigValue, HostSpec, Problem } from "../spec";
import { insecure } from "./network";
import { at, duplicates, error, shown } from "./problem";

/** Finds what is wrong with the value of one key of `daemonConfig`. */
type Rule = (value: CloudConfigValue, spec: HostSpec) => [Problem["severity"], string] | undefined;

const ulimitNames = Object.values(UlimitName);

/** Keys that are risky, or do not work with dockerd or with the way in which it is started here. */
const rules: Record<string, Rule> = {
  hosts: (value) => [
    "error",
    `must not be set: docker.service already starts dockerd with "-H fd://" and dockerd refuses both; remove it and reach the daemon over SSH` +
      (JSON.stringify(value).includes("tcp://") ? " (a tcp socket is root for everybody who reaches it)" : ""),
  ],
  iptables: (value) =>
    value === false ? ["error", "must not be false: containers would have no network (CIS 2.4); remove it"] : undefined,
  "data-root": () => [
    "error",
    "moves only a part; set docker.dataRoot, which moves containerd's images too and labels both",
  ],
  group: (value) =>
    value === "docker" ? undefined : ["error", "must not be set: dockerUsers are put into the group docker; remove it"],
  "insecure-registries": () => ["warning", insecure],
  "firewall-backend": (value, spec) =>
    value === "nftables" && swarmPath(spec) !== undefined
      ? ["error", `"nftables" does not work with Swarm, which ${swarmPath(spec)} asks for; remove one of them`]
      : undefined,
  "userns-remap": (_value, { docker }) =>
    JSON.stringify(docker.daemonConfig.features ?? {}).includes(`"containerd-snapshotter":true`)
      ? ["error", "does not work with the containerd image store; remove daemonConfig.features or this"]
      : undefined,
};

/** Mistakes in daemon.json that Docker itself would report only on the machine. */
export function* daemon(spec: HostSpec): Generator<Problem> {
  const config = spec.docker.daemonConfig;
  for (const [key, rule] of Object.entries(rules)) {
    if (!Object.hasOwn(config, key)) continue;
    const [severity, message] = rule(config[key] ?? null, spec) ?? [];
    if (severity && message) {
      yield { severity, path: at("docker.daemonConfig", key), message, code: `docker/daemonConfig/${key}` };
    }
  }
  yield* swarm(spec);
  yield* ulimits(spec);
}

function* swarm(spec: HostSpec): Generator<Problem> {
  const reason = swarmPath(spec);
  if (reason === undefined || daemonJson(spec.docker)["live-restore"] !== true) return;
  const path =
    spec.docker.daemonConfig["live-restore"] === true ? `docker.daemonConfig["live-restore"]` : "docker.liveRestore";
  yield error(path, `does not work with Swarm, which ${reason} asks for; set it to false`);
}

/** The path of the argument which shows that this machine is to be part of a Swarm, if there is one. */
function swarmPath({ docker, commands, cloudConfig }: HostSpec): string | undefined {
  const key = ["swarm-default-advertise-addr", "node-generic-resources"].find((name) => name in docker.daemonConfig);
  if (key !== undefined) return at("docker.daemonConfig", key);
  const joins = (line: CloudConfigValue) => /\bdocker"?[ ,"]+swarm"?[ ,"]+(init|join)\b/.test(JSON.stringify(line));
  const command = commands.findIndex(joins);
  if (command >= 0) return at("commands", command);
  return joins(cloudConfig.runcmd ?? "") ? "cloudConfig.runcmd" : undefined;
}

function* ulimits({ docker }: HostSpec): Generator<Problem> {
  for (const [i, { name, soft, hard }] of docker.defaultUlimits.entries()) {
    const path = at("docker.defaultUlimits", i);
    if (!ulimitNames.includes(name)) {
      yield error(`${path}.name`, `${shown(name)} is not a limit; there are ${ulimitNames.join(", ")}`);
    }
    for (const [member, value] of Object.entries({ soft, hard })) {
      if (!Number.isSafeInteger(value) || value < -1) {
        yield error(`${path}.${member}`, `${shown(value)} is not a limit; use a whole number, or -1 for none`);
      }
    }
    if (hard >= 0 && (soft > hard || soft === -1)) {
      yield error(`${path}.soft`, `${shown(soft)} is above the hard limit; use a whole number from 0 to ${hard}`);
    }
  }
  yield* duplicates(
    docker.defaultUlimits.map(({ name }) => name),
    (i) => `${at("docker.defaultUlimits", i)}.name`,
  );
}
