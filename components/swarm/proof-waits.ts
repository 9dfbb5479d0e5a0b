// SPDX-License-Identifier: Apache-2.0
// What takes a moment in a swarm: members that become ready, tasks that start.
import type { NodeOrder } from "./order";
import { failedProbe, type MemberScripts, type Pace, patiently } from "./proof-steps";
import type { SwarmNode } from "./report";
import { type SeenMembers, seenMembers, tasksNotRunning } from "./seen-nodes";

/** A member that has just joined, or was promoted, needs a moment. */
export async function readyMembers(
  nodes: NodeOrder[],
  manager: NodeOrder,
  ids: Record<string, string>,
  run: MemberScripts,
  pace: Pace,
): Promise<SeenMembers> {
  return patiently<SeenMembers>(pace, async () => {
    const seen = seenMembers(await run.on(manager, "nodes", "look_at_nodes"), nodes, ids);
    if (!seen)
      return {
        problem: failedProbe("nodes", nodes, [
          { nodes: [manager.name], cause: "a manager's list of members cannot be read" },
        ]),
      };
    if (seen.problems.length === 0) return { result: seen };
    const wrongs = seen.problems.map(({ node, cause }) => ({ nodes: [node], cause: `${node}: ${cause}` }));
    return { problem: failedProbe("nodes", nodes, wrongs) };
  });
}

/** A task of the proof runs on each of these. @throws SwarmError */
export async function allRun(
  nodes: NodeOrder[],
  manager: NodeOrder,
  working: SwarmNode[],
  run: MemberScripts,
  pace: Pace,
) {
  await patiently<undefined>(pace, async () => {
    const late = tasksNotRunning(await run.on(manager, "service", "look_at_tasks"), working);
    if (late.length === 0) return { result: undefined };
    const wrongs = late.map(({ node, cause }) => ({ nodes: [node], cause: `${node}: ${cause}` }));
    // What is refused again and again does not become better.
    return { problem: failedProbe("service", nodes, wrongs), isFinal: late.some(({ tries }) => tries >= 5) };
  });
}
