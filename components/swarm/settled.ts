// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";

import { enginesPool } from "./address-pool";
import type { SwarmFacts } from "./facts";
import type { SwarmOrder } from "./order";
import type { Problem } from "./problem";

/** What was settled when the swarm was made, and is ordered otherwise now. */
export function settledProblems({ options, nodes, urn }: SwarmOrder, swarm: SwarmFacts): Problem[] {
  const pool = swarm.addressPool.length > 0 ? swarm.addressPool : [enginesPool];
  const pairs: (readonly [string, unknown, unknown])[] = [
    // Who says nothing takes what it has.
    ...(options.addressPool.length > 0 ? [["addressPool", options.addressPool, pool] as const] : []),
    ["subnetSize", options.subnetSize, swarm.subnetSize],
    ["dataPathPort", options.dataPathPort, swarm.dataPathPort],
  ];
  const problems = pairs
    .filter(([, wanted, now]) => !isDeepStrictEqual(wanted, now))
    .map(([name, wanted, now]): Problem => ({
      ...{ stage: "arguments", nodes: [] },
      cause: `${name} is ${JSON.stringify(wanted)}, and the swarm was made with ${JSON.stringify(now)}, which cannot be changed while it lives`,
      fix: `set ${name} to ${JSON.stringify(now)}, or make another swarm, which loses this one's services: ${another(urn)}`,
    }));
  if (options.autolock === swarm.autolock) return problems;
  const fix = `run on ${nodes[0]?.name ?? "a manager"}: docker swarm update --autolock=${options.autolock}; then run pulumi up again`;
  const cause = `autolock is ${options.autolock}, and the swarm has it ${swarm.autolock ? "on" : "off"}`;
  return [...problems, { stage: "arguments", nodes: [], cause, fix }];
}

/** The command that makes another swarm of the same machines. */
export const another = (urn = "URN") => `pulumi up --replace '${urn}'`;
