// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "../../spec";
import { given } from "./given";
import { bridge } from "./bridge";
import { keys } from "./keys";
import { kinds } from "./kinds";
import { logs } from "./logs";
import { ours } from "./ours";
import { pools } from "./pools";
import { registries } from "./registries";
import { runtimes } from "./runtimes";
import { storage } from "./storage";
import { swarm } from "./swarm";
import { ulimits } from "./ulimits";
import { values } from "./values";

/** Mistakes in daemon.json that Docker itself would report only on the machine, or not at all. */
export function* daemon(spec: HostSpec): Generator<Problem> {
  const unreadable = new Set<string>();
  for (const [i, [key, value]] of Object.entries(spec.docker.daemonConfig).entries()) {
    const problems = [...keys(key, spec.docker, i), ...kinds(key, value)];
    yield* problems;
    if (problems.some(({ severity }) => severity === "error")) unreadable.add(key);
  }
  const all = given(spec, unreadable);
  for (const rules of [ours, swarm, values, bridge, pools, registries, storage, runtimes, logs, ulimits]) {
    yield* rules(all);
  }
}
