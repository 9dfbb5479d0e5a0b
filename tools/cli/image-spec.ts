// SPDX-License-Identifier: Apache-2.0
import { errors, warnings } from "../../cloud-init";
import { isMap, kind } from "../../cloud-init/validate/kind";
import type * as bakeries from "../../components/bake/bakeries";
import type { Arguments } from "../../components/platforms";
import { WrongUse } from "./exit-status";
import { say } from "./screen";
import { specName, specText } from "./spec-file";
import { readYaml } from "./yaml";

/** The arguments of an image in a file; none without one. @throws WrongUse where there are none that can be read */
export async function readImageSpec(file: string | undefined): Promise<Arguments> {
  if (file === undefined) return {};
  const name = specName(file);
  const given = readYaml(await specText(file), name) ?? {};
  if (!isMap(given)) throw new WrongUse(`${name} is ${kind(given)}, and must be a map of the image's arguments`);
  return given;
}

/** @throws WrongUse with everything that is wrong with the arguments, by their paths */
export function demandImageArgs(target: bakeries.Target, args: Arguments, name: string): void {
  // It loads all of Pulumi, which takes seconds that no other command needs.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { imageTargets } = require("../../components/bake/bakeries") as typeof bakeries;
  const problems = imageTargets[target]().problems(args);
  const lines = (some: typeof problems) => some.map(({ path, message }) => `${path}: ${message}`);
  const wrong = lines(errors(problems));
  const count = `${wrong.length} error${wrong.length === 1 ? "" : "s"}`;
  if (wrong.length > 0) throw new WrongUse([`${name} has ${count}:`, ...wrong].join("\n"));
  for (const line of lines(warnings(problems))) say(`warning: ${line}`);
}
