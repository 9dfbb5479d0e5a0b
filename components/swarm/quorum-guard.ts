// SPDX-License-Identifier: Apache-2.0
// In a preview, before machines are replaced: where they go before others come, no plan can save what is lost with them.
import * as pulumi from "@pulumi/pulumi";

import { hook } from "../hook";
import { resolved } from "../resolved";
import { stdinOf } from "../launch";
import type { SwarmOrder } from "./order";
import type { SwarmNodeArgs } from "./swarm-args";

/** A manager of the arguments, as far as a preview knows it. */
export interface Successor {
  name: string;
  /** Undefined where the machine is yet to be made. */
  machineId: string | undefined;
  deletedFirst: boolean;
}

/** Why an update would lose the swarm; undefined where it does not. */
export function losesQuorum({ nodes, urn }: SwarmOrder, now: Successor[]): string | undefined {
  const managers = nodes.filter(({ role }) => role === "manager");
  const lost = managers.filter(({ name, machineId }) =>
    now.some((one) => one.name === name && one.deletedFirst && one.machineId !== machineId),
  );
  if ((managers.length - lost.length) * 2 > managers.length) return undefined;
  const names = lost.map(({ name }) => name).join(", ");
  const one =
    managers.length > 2
      ? "replace one at a time, with --target and --target-dependents"
      : "have 3 managers, and replace one at a time";
  return (
    `${names}: ${lost.length} of ${managers.length} managers would be deleted before others take their place, and with them the swarm and its services; ` +
    `${one}; to make another swarm, destroy this one first: pulumi destroy --target '${urn ?? "URN"}'`
  );
}

/** A hook that fails the preview of such an update. */
export function quorumGuard(name: string, managers: pulumi.Input<pulumi.Input<SwarmNodeArgs>[]>): pulumi.ResourceHook {
  const successors = Array.isArray(managers) ? managers.map(successor) : [];
  const guard = async ({ oldInputs }: pulumi.ResourceHookArgs) => {
    if (!pulumi.runtime.isDryRun()) return;
    const last = JSON.parse(await stdinOf(oldInputs)) as SwarmOrder;
    const now = (await Promise.all(successors.map((one) => one()))).filter((one) => one !== undefined);
    const why = losesQuorum(last, now);
    if (why !== undefined) throw new Error(why);
  };
  return hook(`${name}-quorum`, guard, { onDryRun: true });
}

function successor(given: pulumi.Input<SwarmNodeArgs>): () => Promise<Successor | undefined> {
  const late = pulumi.Output.isInstance(given) || given instanceof Promise;
  const { name, machineId, deletedFirst } = late ? ({} as Partial<SwarmNodeArgs>) : given;
  if (name === undefined || machineId === undefined) return () => Promise.resolve(undefined);
  const parts = [name, machineId, deletedFirst ?? false].map((one) =>
    knownValue(pulumi.output(one as pulumi.Input<unknown>)),
  );
  return async () => {
    const [called, id, first] = await Promise.all(parts);
    if (typeof called !== "string") return undefined;
    return { name: called, machineId: typeof id === "string" ? id : undefined, deletedFirst: first === true };
  };
}

/** Undefined where a preview does not know it. The SDK's types leave out that an Output can be asked. */
async function knownValue(output: pulumi.Output<unknown>): Promise<unknown> {
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
  return (await isKnown) ? resolved(output) : undefined;
}
