// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "../../spec";
import { pathOf, given } from "./given";
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
  const unreadable = [...keys(spec.docker), ...kinds(spec.docker.daemonConfig)];
  yield* unreadable;
  const paths = unreadable.map(({ path }) => path);
  const isWrong = (key: string) =>
    paths.some(
      (path) => path === pathOf(key) || path.startsWith(`${pathOf(key)}.`) || path.startsWith(`${pathOf(key)}[`),
    );
  const all = given(spec, new Set(Object.keys(spec.docker.daemonConfig).filter(isWrong)));
  for (const rules of [ours, swarm, values, bridge, pools, registries, storage, runtimes, logs, ulimits]) {
    yield* rules(all);
  }
}
