// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { error } from "../../cloud-init/validate/problem";
import { cloudLogs } from "../arguments/cloud-logs";
import { isLate } from "../arguments/output";
import type { LocalDockerHostArgs } from "./args";
import { besideDocker } from "./private-network-rules";

/** What is wrong with arguments that are each right, but not together; as far as they are plain. */
export function* together({ image, rotateImage, docker, privateNetwork }: LocalDockerHostArgs): Generator<Problem> {
  yield* cloudLogs(docker);
  yield* besideDocker(privateNetwork, docker);
  if (image === undefined || isLate(image)) return;
  if (rotateImage !== undefined) yield error("rotateImage", "has no effect beside image; leave one of them out");
  const { kernel, initrd, kernelArgs } = image as object as Record<string, unknown>;
  if (kernel !== undefined) return;
  for (const [name, given] of Object.entries({ initrd, kernelArgs })) {
    if (given === undefined) continue;
    yield error(`image.${name}`, "belongs to a kernel, and image.kernel is missing; give it, or leave both out");
  }
}
