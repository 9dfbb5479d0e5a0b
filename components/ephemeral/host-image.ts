// SPDX-License-Identifier: Apache-2.0
import { bake } from "../bake/bake";
import { imageTargets } from "../bake/bakeries";
import { hostArgsWith, imageArgsOf, isBakedByDefault, maxAgeDays } from "../bake/image-args-of";
import type { Arguments } from "../platforms";
import type { Say } from "./engine";
import type { Order } from "./messages";

/** The arguments of a host, with an image of its own where it is to have one. That is made where there is none. */
export async function argsWithImage(order: Order, say: Say, ending: AbortSignal): Promise<Arguments> {
  const { target, config, backend, project, secretsProvider } = order;
  const given = order.args as Arguments;
  const wanted = order.bake ?? isBakedByDefault(target, given);
  const args = wanted ? imageArgsOf(given, imageTargets[target]().rows) : undefined;
  if (args === undefined) return given;
  ending.throwIfAborted();
  const place = {
    ...(config && { config }),
    ...(backend !== undefined && { backend }),
    ...(project !== undefined && { project }),
    ...(secretsProvider !== undefined && { secretsProvider }),
  };
  const { name, dockerVersion, image } = await bake({ target, args, maxAgeDays, ...place }, say, ending);
  say(`the host is made from image ${name}, with Docker ${dockerVersion}`);
  return hostArgsWith(target, image, given);
}
