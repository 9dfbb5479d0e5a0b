// SPDX-License-Identifier: Apache-2.0
// The settings of the stacks of a run: what somebody would write into a file in stacks/. Pure.
import { imageTargets } from "../../components/bake/bakeries";
import type { BakeOrder } from "../../components/bake/order";
import type { Arguments } from "../../components/platforms";
import { type CloudName, type RunOrder, runTag } from "./order";

/** By key, without the project's name before it. */
export type Settings = Record<string, unknown>;

const taggedBy: Record<CloudName, string> = { aws: "tags", gcp: "labels" };
/** The argument of a host that names its image. */
const imageBy: Record<CloudName, string> = { aws: "amiId", gcp: "image" };

function tagged({ target, prefix, args }: RunOrder): Arguments {
  const own = args[taggedBy[target]] as Record<string, string> | undefined;
  return { ...args, [taggedBy[target]]: { ...own, [runTag]: prefix } };
}

/** One host, from its usual image or from one of ours. */
export function hostSettings(order: RunOrder, image?: unknown): Settings {
  const { target, prefix: name, ttlMinutes } = order;
  const of = image === undefined ? {} : { [imageBy[target]]: image };
  return { target, [target]: { ...tagged(order), ...of, name, ttlMinutes } };
}

/** Of an image: those of the host's arguments that it has as well. Its content is this run's alone, so that it removes no other. */
export function imageArgs(order: RunOrder): Arguments {
  const { rows } = imageTargets[order.target]();
  const known = Object.entries(tagged(order)).filter(([name]) => Object.hasOwn(rows, name));
  return { ...Object.fromEntries(known), rotateImage: order.prefix };
}

/** An image that goes with its stack. */
export function imageSettings(order: RunOrder): Settings {
  const { target, prefix: name } = order;
  return { target, makes: "image", [target]: { ...imageArgs(order), retain: false, name } };
}

/** With which the image is looked for where its stack has lost it. */
export const imageOrder = (order: RunOrder): BakeOrder => ({
  target: order.target,
  args: imageArgs(order),
  config: order.config,
});

/** A manager and a worker. Their names are those of their roles, so that the engine puts the prefix before what it names. */
export function swarmSettings(order: RunOrder): Settings {
  const { target, ttlMinutes } = order;
  const swarm = { managers: { count: 1 }, workers: { count: 1 } };
  return { target, [target]: { ...tagged(order), ttlMinutes }, swarm };
}

/** How the engine names what a program gives no name, `<prefix>-worker-1-machine-1a2b3c4`: by path, as it takes no map in a string. */
export const autonaming = (prefix: string) => ({
  "pulumi:autonaming.pattern": { value: `${prefix}-\${name}-\${hex(7)}` },
});
