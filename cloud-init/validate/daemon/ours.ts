// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue, Problem } from "../../spec";
import { shown } from "../problem";
import { type Given, map, text, wrong } from "./given";

/** Finds what is wrong with the value of one key of `daemonConfig`. */
type Rule = (value: CloudConfigValue) => string | undefined;

const noTcp =
  "must not be set: the daemon has no tcp socket, and does not start where its certificates are missing; remove it";

/** Keys that stand against the way in which dockerd is started here, or against what this package does with it. */
const rules: Record<string, Rule> = {
  hosts: (value) =>
    `must not be set: docker.service already starts dockerd with "-H fd://" and dockerd refuses both; remove it and reach the daemon over SSH` +
    (JSON.stringify(value).includes("tcp://") ? " (a tcp socket is root for everybody who reaches it)" : ""),
  containerd: () =>
    `must not be set: docker.service already starts dockerd with "--containerd" and dockerd refuses both; remove it`,
  tls: (value) => (value === true ? noTcp : undefined),
  // Where it is false, it turns tls on all the same.
  tlsverify: () => noTcp,
  rootless: (value) =>
    value === true
      ? "must not be true: docker.service runs dockerd as root, and it would not start; remove it"
      : undefined,
  iptables: (value) =>
    value === false ? "must not be false: containers would have no network (CIS 2.4); remove it" : undefined,
  "data-root": () => "moves only a part; set docker.dataRoot, which moves containerd's images too and labels both",
  group: (value) =>
    value === "docker" ? undefined : "must not be set: dockerUsers are put into the group docker; remove it",
};

export function* ours({ own, spec }: Given): Generator<Problem> {
  for (const [key, rule] of Object.entries(rules)) {
    const message = Object.hasOwn(own, key) ? rule(own[key] ?? null) : undefined;
    if (message !== undefined) yield wrong(key, message);
  }
  const profile = text(own, "seccomp-profile") ?? "builtin";
  const brought = JSON.stringify([spec.files, spec.cloudConfig.write_files ?? []]);
  if (!["builtin", "unconfined"].includes(profile) && !brought.includes(JSON.stringify(profile))) {
    const message = "is in none of files, and dockerd does not start where it is missing; add it there";
    yield wrong("seccomp-profile", `${shown(profile)} ${message}`, "warning");
  }
  if (text(own, "userns-remap") !== undefined && map(own.features)["containerd-snapshotter"] === true) {
    yield wrong("userns-remap", "does not work with the containerd image store; remove daemonConfig.features or this");
  }
}
