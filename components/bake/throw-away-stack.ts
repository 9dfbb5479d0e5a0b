// SPDX-License-Identifier: Apache-2.0
// The stack in which images are made, looked for and removed.
import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";

import { EphemeralBackend } from "../ephemeral/backend";
import { destroy, type Say } from "../ephemeral/engine";
import { reason } from "../ephemeral/engine-output";
import { removeLocalMachines } from "../ephemeral/local-machines";
import { stackName } from "../ephemeral/name";
import { machineMinutes } from "./bakery";
import type { BakeOrder } from "./order";

/** In which place, by whose credentials: what an order to make images says. */
export type Place = Omit<BakeOrder, "maxAgeDays">;

/** A new one, by which a reaper knows when nobody needs it any more. */
export const nameForStack = () => stackName(new Date(Date.now() + machineMinutes * 60_000));

/** A stack for as long as `act` takes: what is in it then is destroyed. */
export async function inStack<T>(
  place: Place,
  name: string,
  program: () => Promise<Record<string, unknown>>,
  say: Say,
  act: (stack: Stack, project: string) => Promise<T>,
): Promise<T> {
  const backend = await EphemeralBackend.open(place);
  try {
    const stack = await backend.create(name, program);
    await stack.setAllConfig(configOf(place));
    try {
      return await act(stack, backend.project);
    } finally {
      await destroy(stack, say).catch((error: unknown) => {
        throw new Error(`stack ${name} could not be destroyed, reap it: ${reason(error)}`);
      });
      await removeLocalMachines(backend.project, name);
    }
  } finally {
    backend.close();
  }
}

/** What is not marked as secret stands in the state as it is. */
export function configOf({ config = {}, secretConfig = [] }: Pick<Place, "config" | "secretConfig">): ConfigMap {
  const marked = (key: string) => (secretConfig.includes(key) ? { secret: true } : {});
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value, ...marked(key) }]));
}
