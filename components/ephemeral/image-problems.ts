// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { error } from "../../cloud-init/validate/problem";
import { imageTargets, type Target } from "../bake/bakeries";
import { imageArgsOf } from "../bake/image-args-of";
import type { Arguments } from "../platforms";

/** What keeps an image from being made of a host's arguments, where one was asked for. */
export function imageProblems(target: Target, args: object = {}): Problem[] {
  const images = imageTargets[target]();
  const ofImage = imageArgsOf(args as Arguments, images.rows);
  if (ofImage === undefined)
    return [error("bake", "makes no image for a host with args.cloudConfig; leave one of them out")];
  return images.problems(ofImage).map((problem) => ({ ...problem, path: `args.${problem.path}` }));
}
