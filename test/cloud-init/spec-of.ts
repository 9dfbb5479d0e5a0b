// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

import { complete, type HostSpec, type HostSpecInput } from "../../cloud-init";

/** The least spec with something changed. */
export function specOf(input: Partial<HostSpecInput> = {}): HostSpec {
  return complete({ login: "rocky", ...input });
}

const folder = join(__dirname, "../../cloud-init/examples");

/** The documented examples, as they stand in their files. */
export const examples: [string, HostSpecInput][] = readdirSync(folder).map((file) => [
  basename(file, ".yaml"),
  parse(readFileSync(join(folder, file), "utf8")) as HostSpecInput,
]);
