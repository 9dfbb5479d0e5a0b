// SPDX-License-Identifier: Apache-2.0
// Removes what runs have left that were killed, or told to keep it: by the credentials of the account in which they made it.
import type { Say } from "../../components/ephemeral/engine";
import { reason } from "../../components/ephemeral/engine-output";
import { accountOf } from "./account";
import { StillThere } from "./messages";
import type { ReapOrder } from "./order";
import { reap } from "./reap";
import { type RunRecord, runsOf, takenOver } from "./records";

/** How many were removed, and why others were not: one that cannot be removed does not hold up the others. */
export interface ReapedRuns {
  removed: number;
  failures: string[];
}

export async function reapAbandoned(abandoned: RunRecord[], say: Say): Promise<ReapedRuns> {
  const result: ReapedRuns = { removed: 0, failures: [] };
  for (const left of abandoned) {
    try {
      if (await remove(left, say)) result.removed += 1;
    } catch (error) {
      result.failures.push(error instanceof StillThere ? error.message : `${left.order.prefix}: ${reason(error)}`);
    }
  }
  return result;
}

/** False where somebody else removes it. */
async function remove(left: RunRecord, say: Say): Promise<boolean> {
  const { order, account } = left;
  const { id } = await accountOf(order);
  if (id !== account)
    throw new Error(`it was made in account ${account}, and you are signed in to ${id}; sign in there`);
  const mine = takenOver(left);
  if (!mine) return false;
  say(`removing what is left of ${order.prefix}`);
  await reap(mine, say);
  return true;
}

/** `--reap`. @throws StillThere where not all is gone */
export async function reapAll(order: ReapOrder, say: Say): Promise<void> {
  const { abandoned, busy } = runsOf({ ...order, kept: true });
  for (const { order, pid } of busy) say(`${order.prefix} stays: process ${pid} is at work on it`);
  const { removed, failures } = await reapAbandoned(abandoned, say);
  if (failures.length > 0) throw new StillThere(failures.join("\n"));
  say(
    removed === 0
      ? "there was nothing to remove"
      : `removed what was left of ${removed} run${removed === 1 ? "" : "s"}`,
  );
}
