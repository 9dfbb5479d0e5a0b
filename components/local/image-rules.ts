// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { bakes, nothing, type Table } from "../arguments/row";
import { imageRows as shared, imageTogether } from "../bake/image-rules";
import { hostProblems } from "../host-spec";
import { localDefaults, login } from "./defaults";
import type { LocalDockerImageArgs } from "./image-args";
import { guestRules, rows } from "./rules";
import { together } from "./together";

export const imageRows: Table<LocalDockerImageArgs> = {
  ...shared,
  image: bakes(rows.image),
  memoryMiB: nothing(rows.memoryMiB),
  cpus: nothing(rows.cpus),
  diskGiB: nothing(rows.diskGiB),
  accelerator: nothing(rows.accelerator),
  repositoryDirectory: nothing(rows.repositoryDirectory),
};

/** What is wrong with arguments, as far as they are plain, before an image is made of them. */
export function localImageProblems(args: LocalDockerImageArgs | null | undefined): Problem[] {
  const memoryMiB = args?.memoryMiB ?? localDefaults.memoryMiB;
  return hostProblems(args, {
    ...{ login, memoryMiB, rows: imageRows, forGuest: (plain) => plain, guestRules },
    *together(plain) {
      yield* imageTogether(plain);
      // Beside an image, a host has nothing to rotate; here another text takes the newest packages.
      yield* together({ ...plain, rotateImage: undefined });
    },
  });
}
