// SPDX-License-Identifier: Apache-2.0
import type * as bake from "../../components/bake/prune";
import { exitStatus } from "./exit-status";
import { Progress } from "./progress";
import { answer } from "./screen";

/** Removes old images, and says which. */
export async function pruneImages(order: bake.PruneOrder, json: boolean): Promise<void> {
  // It loads all of Pulumi, which takes seconds that no other command needs.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { prune } = require("../../components/bake/prune") as typeof bake;
  const progress = new Progress();
  progress.tell("looking for images");
  const pruned = await prune(order, progress.tell).finally(progress.stop);
  if (json) answer(JSON.stringify(pruned));
  else if (pruned.length === 0) answer("there is no image");
  else for (const one of pruned) answer(line(one));
  if (pruned.some(({ result }) => result === "failed")) process.exitCode = exitStatus.failed;
}

const words: Record<bake.Pruned["result"], string> = {
  kept: "stays, as one of the newest",
  used: "stays, because it is in use",
  old: "would be removed",
  removed: "removed",
  failed: "could not be removed",
};

function line({ name, dockerVersion, result, reason }: bake.Pruned): string {
  return `${name}, Docker ${dockerVersion}: ${words[result]}${reason === undefined ? "" : `: ${reason}`}`;
}
