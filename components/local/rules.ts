// SPDX-License-Identifier: Apache-2.0
import { isAbsolute } from "node:path";

import type { Problem } from "../../cloud-init";
import { unknownNames } from "../../cloud-init/validate/names";
import { demandWhole, error, shown } from "../../cloud-init/validate/problem";
import { isLate, unknownMembers } from "../arguments";
import { imageNames, names } from "./argument-names";
import type { LocalDockerHostArgs } from "./args";

type Known = Partial<Record<keyof LocalDockerHostArgs, unknown>>;

/** What is wrong with the machine's own arguments; what is known late is passed over. */
export function problems(args: Known): Problem[] {
  return [...unknownNames(args, names), ...numbers(args), ...image(args.image), ...texts(args)];
}

function* numbers(args: Known): Generator<Problem> {
  // The image alone is 10 GiB.
  const ranges: [keyof LocalDockerHostArgs, [number, number], string][] = [
    ["sshPort", [1, 65_535], "a port"],
    ["memoryMiB", [512, 1_048_576], "MiB"],
    ["cpus", [1, 255], "processors"],
    ["diskGiB", [10, 65_536], "GiB"],
  ];
  for (const [name, range, unit] of ranges) {
    if (!isLate(args[name])) yield* demandWhole(args[name] as number | undefined, name, range, unit);
  }
}

function* image(given: unknown): Generator<Problem> {
  if (isLate(given)) return;
  if (typeof given !== "object" || given === null) {
    yield error("image", `must be a map with name and disk, got ${shown(given)}`);
    return;
  }
  yield* unknownMembers(given, "image", imageNames);
  const { disk, kernel, initrd, kernelArgs } = given as Record<string, unknown>;
  const files = { disk, kernel, initrd };
  for (const [name, value] of Object.entries(files)) {
    if (isLate(value) || (value === undefined && name !== "disk")) continue;
    if (typeof value !== "string" || !isAbsolute(value))
      yield error(`image.${name}`, `${shown(value)} is not the absolute path of a file on this computer`);
  }
  for (const [name, value] of Object.entries({ initrd, kernelArgs })) {
    if (value !== undefined && kernel === undefined)
      yield error(`image.${name}`, "belongs to a kernel, and image.kernel is missing; give it, or leave both out");
  }
}

function* texts({ accelerator, repositoryDirectory }: Known): Generator<Problem> {
  if (
    accelerator !== undefined &&
    !isLate(accelerator) &&
    !(typeof accelerator === "string" && /^\w+(,[\w=.-]+)*(:\w+(,[\w=.-]+)*)*$/.test(accelerator))
  )
    yield error("accelerator", `${shown(accelerator)} is not a list of QEMU's accelerators, for example "kvm:tcg"`);
  if (repositoryDirectory === undefined || isLate(repositoryDirectory)) return;
  if (typeof repositoryDirectory !== "string" || !isAbsolute(repositoryDirectory))
    yield error(
      "repositoryDirectory",
      `${shown(repositoryDirectory)} is not the absolute path of a folder on this computer`,
    );
}
