// SPDX-License-Identifier: Apache-2.0
// Whether a swarm can decide anything: more than half of its managers have to answer. Without that nothing can be changed in it, and
// the way back is by hand.
import type { SeenNode } from "./facts";

/** The managers that vote, by id, and whether each of them answers. */
export type Voters = Map<string, boolean>;

export function votersOf(nodes: SeenNode[]): Voters {
  return new Map(nodes.filter(({ votes }) => votes).map(({ id, isReachable }) => [id, isReachable]));
}

export function hasQuorum(voters: Voters): boolean {
  return answering(voters) * 2 > voters.size;
}

/** Whether the swarm can still decide when these managers are gone, and answered until then. */
export function survives(voters: Voters, lost: string[]): boolean {
  return hasQuorum(new Map([...voters].map(([id, answers]) => [id, answers && !lost.includes(id)])));
}

export const answering = (voters: Voters) => [...voters.values()].filter(Boolean).length;

/** An order in which managers can leave so that the others can decide after each; undefined where there is none. */
export function wayOut(voters: Voters, leaving: string[]): string[] | undefined {
  const left = new Map(voters);
  // One that does not answer is missed by nobody.
  const order = [...leaving].sort((one, other) => Number(left.get(one)) - Number(left.get(other)));
  for (const id of order) {
    left.delete(id);
    if (!hasQuorum(left)) return undefined;
  }
  return order;
}
