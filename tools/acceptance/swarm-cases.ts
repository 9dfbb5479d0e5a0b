// SPDX-License-Identifier: Apache-2.0
// What a swarm has to show; test/e2e/swarm.test.ts asks the same of machines on this computer.
import assert from "node:assert/strict";

import type { SwarmNode, SwarmReport } from "../../components/swarm/report";
import type { Facts } from "./stack";

/** What a stack with the setting `swarm` gives. */
export interface SwarmOutputs {
  nodes: SwarmNode[];
  health: SwarmReport;
}

/** Each node is ready in its role, and the proof has passed as a whole. */
export function isProved({ nodes, health }: SwarmOutputs, wanted: string[]): Facts {
  assert.deepEqual(
    nodes.map(({ name, role, state }) => `${name} ${role} ${state}`),
    wanted,
  );
  const others = health.probes.filter(({ status }) => status !== "pass").map(({ probe, status }) => [probe, status]);
  assert.deepEqual(others, []);
  return { nodes: String(nodes.length), "checks that passed": String(health.probes.length) };
}

/** No token of the swarm, by which whoever reads it could join, stands in the state. */
export function hasNoToken(state: string): void {
  assert.ok(!state.includes("SWMTKN"), "the state has a token of the swarm");
}
