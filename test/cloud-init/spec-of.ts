// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

import { type CloudConfig, complete, defaults, type HostSpec, type HostSpecInput } from "../../cloud-init";

/** The least spec with something changed. */
export function specOf(input: Partial<HostSpecInput> = {}): HostSpec {
  return complete({ login: "rocky", ...input });
}

/** The scripts have tests of their own; elsewhere they would only hide what a spec changes. */
export function withoutScripts(config: CloudConfig): CloudConfig {
  const files = config.write_files as CloudConfig[];
  const scripts: string[] = [defaults.guest.script, defaults.guest.options];
  const short = files.map((file) =>
    scripts.some((path) => path === file.path) ? { ...file, content: "(script)" } : file,
  );
  return { ...config, write_files: short };
}

const folder = join(__dirname, "../../cloud-init/examples");

/** The documented examples, as they stand in their files. */
export const examples: [string, HostSpecInput][] = readdirSync(folder).map((file) => [
  basename(file, ".yaml"),
  parse(readFileSync(join(folder, file), "utf8")) as HostSpecInput,
]);
