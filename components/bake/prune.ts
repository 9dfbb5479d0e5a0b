// SPDX-License-Identifier: Apache-2.0
// Takes images away again. No command of a cloud is needed: the engine takes them into a throw-away stack, and destroys that.
import type { Stack } from "@pulumi/pulumi/automation";

import { explained, type Say, up } from "../ephemeral/engine";
import { reason } from "../ephemeral/engine-output";
import { imageTargets } from "./bakeries";
import type { KeptImage, Removal } from "./bakery";
import { type BakeOrder, digestOf } from "./order";
import { inStack, nameForStack, type Place } from "./throw-away-stack";

export interface PruneOrder extends Place {
  /** So many of the newest stay, whatever is in them. */
  keep: number;
  /** Removes nothing. */
  dryRun?: boolean;
}

/** An image, and what became of it. `used`: it is an old one, and something that is there needs it. */
export type Pruned = KeptImage<unknown> & { result: "kept" | "used" | "old" | "removed" | "failed"; reason?: string };

/** Removes old images, and never one in use. One that cannot be removed does not hold up the others. */
export async function prune(order: PruneOrder, say: Say): Promise<Pruned[]> {
  const found = await keptImages(order, say);
  const sorted = found.sort((a, b) => b.baked.localeCompare(a.baked));
  const pruned: Pruned[] = [];
  for (const [i, image] of sorted.entries()) {
    if (i < order.keep) pruned.push({ ...image, result: "kept" });
    else if (image.isUsed) pruned.push({ ...image, result: "used" });
    else if (order.dryRun) pruned.push({ ...image, result: "old" });
    else pruned.push({ ...image, ...(await removed(order, image, say)) });
  }
  return pruned;
}

async function removed(place: Place, { name, image }: KeptImage<unknown>, say: Say): Promise<Pick<Pruned, "result">> {
  say(`removing ${name}`);
  return removeImage(place, image, say).then(
    () => ({ result: "removed" }),
    (error: unknown) => ({ result: "failed", reason: reason(error) }),
  );
}

/** Removes one image with all that belongs to it. */
export async function removeImage(place: Place, image: unknown, say: Say): Promise<void> {
  const bakery = imageTargets[place.target]().bakery();
  if ("takeDisk" in bakery) {
    bakery.remove(image);
    return;
  }
  const program = async () => ({ removal: await bakery.removal(image, place.args) });
  await inStack(place, nameForStack(), program, say, async (stack) => {
    const { removal } = (await up(stack, say, new AbortController().signal)) as { removal?: { value: Removal[] } };
    await takeAway(stack, removal?.value ?? [], say);
  });
}

/** Takes these into the stack and destroys them: one after another, and what was made last first. */
export async function takeAway(stack: Stack, removals: Removal[], say: Say): Promise<void> {
  // A snapshot stays for as long as an image is made of it.
  for (const resource of [...removals].reverse()) {
    const options = { color: "never" } as const;
    const taken = { resources: [resource], protect: false, generateCode: false };
    await explained(say, (onOutput) => stack.import({ ...options, ...taken, onOutput }));
    await explained(say, (onOutput) => stack.destroy({ ...options, onOutput }));
  }
}

/** All images of ours in that place. */
async function keptImages(place: Place, say: Say): Promise<KeptImage<unknown>[]> {
  const bakery = imageTargets[place.target]().bakery();
  if ("takeDisk" in bakery) return bakery.list();
  const program = async () => ({ images: await bakery.list(place.args) });
  return inStack(place, nameForStack(), program, say, async (stack) => {
    const { images } = (await up(stack, say, new AbortController().signal)) as {
      images?: { value: KeptImage<unknown>[] };
    };
    return images?.value ?? [];
  });
}

/** Removes all images that an order has made, but those in use. */
export async function removeImagesOf(order: BakeOrder, say: Say): Promise<void> {
  const digest = digestOf(order);
  for (const { image, digest: other, isUsed } of await keptImages(order, say))
    if (other === digest && !isUsed) await removeImage(order, image, say);
}
