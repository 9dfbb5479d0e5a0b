// SPDX-License-Identifier: Apache-2.0
// Removes what a run has made, and nothing else: what is in the states of its stacks, and what has its prefix in the cloud.
import type { Stack } from "@pulumi/pulumi/automation";

import { cleanMaking } from "../../components/bake/bake";
import type { Removal } from "../../components/bake/bakery";
import { removeImagesOf, takeAway } from "../../components/bake/prune";
import { inStack, nameForStack } from "../../components/bake/throw-away-stack";
import { EphemeralBackend } from "../../components/ephemeral/backend";
import { destroy, type Say } from "../../components/ephemeral/engine";
import { reason } from "../../components/ephemeral/engine-output";
import { cloudOf } from "./cloud";
import { lookUp } from "./look-up";
import { StillThere } from "./messages";
import { placeOf, project } from "./place";
import type { RunOrder } from "./order";
import { fileOf, forget, type RunRecord } from "./records";
import { resourcesOf } from "./run-stack";
import { imageOrder } from "./settings";

/** @throws StillThere that names what is still there; the record stays, so that the next one tries again */
export async function reap(record: RunRecord, say: Say): Promise<void> {
  const { order } = record;
  const failures: string[] = [];
  const trying = (what: string, action: () => Promise<unknown>) =>
    action().catch((error: unknown) => failures.push(`${what}: ${reason(error)}`));
  const makesImage = order.parts.includes("image");
  // Its machine is in a stack of who makes it, which may have been killed as well.
  if (makesImage) await trying("what makes the image", () => cleanMaking(imageOrder(order), say));
  await trying("its stacks", async () => {
    const { backend: place } = record;
    const backend = await EphemeralBackend.open({ project, ...(place !== "" && { backend: place }) });
    try {
      const stacks = await stacksOf(backend, record);
      await trying("what no stack knows", () => removeStrays(order, [...stacks.values()], say));
      // What was made last needs what was made first.
      for (const [name, stack] of [...stacks].reverse()) {
        await trying(`stack ${name}`, async () => {
          // The engine may have been killed as well, and its lock is then nobody's.
          await stack.cancel().catch(() => {});
          await destroy(stack, say);
        });
      }
    } finally {
      backend.close();
    }
  });
  if (makesImage) await trying("the image", () => removeImagesOf({ ...imageOrder(order), project }, say));
  if (failures.length > 0)
    throw new StillThere(
      `not all of ${order.prefix} could be removed; run \`npm run test:cloud -- ${order.target} --reap\`, or delete ${fileOf(order.prefix)} where nothing of that name is in the cloud:\n${failures.join("\n")}`,
    );
  forget(order.prefix);
}

async function stacksOf(backend: EphemeralBackend, record: RunRecord): Promise<Map<string, Stack>> {
  const there = await backend.stackNames();
  const stacks = new Map<string, Stack>();
  for (const name of record.stacks.filter((one) => there.includes(one))) stacks.set(name, await backend.select(name));
  return stacks;
}

/** What has the run's prefix in the cloud, as far as the provider can look for it. */
export const found = (order: RunOrder, say: Say): Promise<Removal[]> =>
  lookUp(order, () => cloudOf(order.target).found(order), say);

/** A machine whose making was cut off is in no state, and what is in a state, such as its firewall, cannot go before it. */
async function removeStrays(order: RunOrder, stacks: Stack[], say: Say): Promise<void> {
  const known = new Set<string>();
  for (const stack of stacks) for (const { id } of await resourcesOf(stack)) known.add(id);
  const { machine } = cloudOf(order.target);
  const strays = (await found(order, say)).filter(({ type, id }) => type === machine && !known.has(id));
  if (strays.length === 0) return;
  const program = () => Promise.resolve({});
  await inStack(placeOf(order), nameForStack(), program, say, (stack) => takeAway(stack, strays, say));
}
