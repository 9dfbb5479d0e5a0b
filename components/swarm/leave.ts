// SPDX-License-Identifier: Apache-2.0
// The end of a swarm. Its machines mostly end with it, and maybe already have: whoever gives no answer is left alone.
import { memberAsker } from "./ask-member";
import type { AskMember } from "./ask";
import { memberScript } from "./member-script";
import type { NodeOrder } from "./order";
import { sideBySide } from "./side-by-side";

/** Seconds for one member, and for all of them. */
const limits = { ssh: 10, script: 60, total: 120 };

/** Workers first: a manager is asked for nothing then. It never fails. */
export async function leaveAll(
  nodes: NodeOrder[],
  ask: AskMember = memberAsker({ ssh: limits.ssh, total: limits.total }),
): Promise<void> {
  for (const role of ["worker", "manager"]) {
    const some = nodes.filter((node) => node.role === role);
    await sideBySide(some, (node) =>
      ask(node, memberScript("membership.sh", {}, ["leave_swarm"]), limits.script).catch(() => undefined),
    );
  }
}
