// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as language from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb";

interface Manifest {
  name?: string;
  version?: string;
  pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/**
 * The plugins that the CLI gets for a plugin of sources: as the real host says, those of all packages in its node_modules, whether
 * something uses them or not. A program's are found when a resource needs them: those that are missing here cannot be
 * downloaded anyway.
 */
export function requiredPackages(directory: string): language.GetRequiredPackagesResponse {
  const response = new language.GetRequiredPackagesResponse();
  if (existsSync(join(directory, "PulumiPlugin.yaml")))
    response.setPackagesList(packagesIn(join(directory, "node_modules")).flatMap(dependency));
  return response;
}

/** The folders of the packages, and of those that lie in them. */
function packagesIn(modules: string): string[] {
  const entries = existsSync(modules) ? readdirSync(modules).filter((name) => !name.startsWith(".")) : [];
  return entries.flatMap((name) => {
    const folder = join(modules, name);
    return name.startsWith("@") ? packagesIn(folder) : [folder, ...packagesIn(join(folder, "node_modules"))];
  });
}

function dependency(folder: string): PackageDependency[] {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return [];
  const { name = "", version = "", pulumi } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  if (!pulumi?.resource) return [];
  const found = new PackageDependency();
  found.setKind("resource");
  found.setName(pulumi.name ?? name.replace(/^@pulumi\//, ""));
  found.setVersion(`v${(pulumi.version ?? version).replace(/^v/, "")}`);
  found.setServer(pulumi.server ?? "");
  return [found];
}
