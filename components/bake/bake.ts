// SPDX-License-Identifier: Apache-2.0
import { addressOf, EphemeralBackend } from "../ephemeral/backend";
import { destroy, type Say } from "../ephemeral/engine";
import type { BackendOptions } from "../ephemeral/options";
import { removeLocalMachines } from "../ephemeral/local-machines";
import { stateFolder } from "../state-folder";
import type { BakedImage } from "./baked-image";
import { imageTargets } from "./bakeries";
import { hostName, Making } from "./making";
import { digestOf, type BakeOrder } from "./order";
import { inStack, nameForStack } from "./throw-away-stack";
import { inTurn } from "./turn";

/** Finds the image or makes it, in a throw-away stack. That is gone afterwards, also where this fails. */
export async function bake(order: BakeOrder, say: Say, ending: AbortSignal): Promise<BakedImage<unknown>> {
  const digest = digestOf(order);
  const bakery = imageTargets[order.target]().bakery();
  const kept = () => ("kept" in bakery ? bakery.kept(digest, order.maxAgeDays ?? Infinity) : undefined);
  const stack = nameForStack();
  return (
    kept() ??
    (await inTurn(
      { digest, stack, backend: placeOf(order), say, ending, clean: (...abandoned) => clean(...abandoned, say) },
      async () => kept() ?? (await made(order, digest, stack, say, ending)),
    ))
  );
}

/** Waits for whoever makes the image, and removes what one that was killed has left of that. */
export function cleanMaking(order: BakeOrder, say: Say): Promise<void> {
  const [stack, { signal: ending }] = [nameForStack(), new AbortController()];
  const turn = { digest: digestOf(order), stack, backend: placeOf(order), say, ending };
  return inTurn({ ...turn, clean: (...abandoned) => clean(...abandoned, say) }, () => Promise.resolve());
}

/** On this computer, an image takes the place of one of the same content that is too old. */
async function made(order: BakeOrder, digest: string, stack: string, say: Say, ending: AbortSignal) {
  const image = await make(order, digest, stack, say, ending);
  const bakery = imageTargets[order.target]().bakery();
  if (!("takeDisk" in bakery)) return image;
  for (const old of bakery.list()) {
    if (old.digest === digest && old.name !== image.name && !old.isUsed) bakery.remove(old.image);
  }
  return image;
}

function make(order: BakeOrder, digest: string, name: string, say: Say, ending: AbortSignal) {
  say(`${name}: makes an image, target ${order.target}; it takes some minutes`);
  const making = new Making(order, digest, say, ending);
  const program = () => making.program();
  return inStack(order, name, program, say, (stack, project) =>
    making.image(stack, stateFolder(project, name, hostName)),
  );
}

/** Where the stack of an order is, also for a process whose environment says another place. */
function placeOf(order: BakeOrder): BackendOptions {
  const { project, secretsProvider } = order;
  return {
    backend: addressOf(order),
    ...(project !== undefined && { project }),
    ...(secretsProvider !== undefined && { secretsProvider }),
  };
}

/** Destroys what is left of a stack whose process was killed, in the place where that one had it. */
async function clean(stack: string, place: BackendOptions, say: Say): Promise<void> {
  const backend = await EphemeralBackend.open(place);
  try {
    if (!(await backend.stackNames()).includes(stack)) return;
    const left = await backend.select(stack);
    // Its engine may have been killed as well, and its lock is then nobody's.
    await left.cancel();
    await destroy(left, say);
  } finally {
    await removeLocalMachines(backend.project, stack);
    backend.close();
  }
}
