// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { buildYamlHost, yamlHostHash, yamlHostVersion } from "../engine/yaml-host";
import { cache } from "../shared/places";
import type { Report } from "../shared/subprocess";
import { install } from "./install";
import { languageHost } from "./plugins";

/** What runs programs in YAML: the CLI's own where it has one, as each has that was not built here, else one of a Go module. */
export interface YamlHost {
  /** The folder that PATH must hold for the CLI to find it. */
  pathEntry: string;
  origin: string;
}

export async function ensureYamlHost(cli: string, report: Report): Promise<YamlHost> {
  const official = languageHost(cli, "yaml");
  if (official !== undefined) return { pathEntry: dirname(official), origin: "of the CLI" };
  const name = `${yamlHostVersion}-${process.platform}-${process.arch}-${yamlHostHash()}`;
  const built = join(cache, "yaml-host", name, "bin", "pulumi-language-yaml");
  if (!existsSync(built)) await install(built, (folder) => buildYamlHost(join(folder, basename(built)), report));
  return { pathEntry: dirname(built), origin: `${yamlHostVersion} (build)` };
}
