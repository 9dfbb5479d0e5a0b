// SPDX-License-Identifier: Apache-2.0
// `npm run schema`: writes the schema.json of each folder in plugins/, which is what this package is in other languages. A
// test holds them to the sources.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";

import * as everything from "../index";
import { packages } from "./schema/packages";
import { type Schema, withoutClouds } from "./schema/package-schema";
import { withDefaults } from "./schema/defaults";
import { withoutArgs } from "./schema/type-names";
import { withWholeNumbers } from "./schema/whole-numbers";
import { command } from "./shared/command";
import { root } from "./shared/places";

/** The file of a package. */
export function schemaFile(folder: string): string {
  return join(root, "plugins", folder, "schema.json");
}

/** The schema of each package by its folder, as it stands in the file: what Pulumi infers from the sources, made good. */
export async function schemas(): Promise<Record<string, string>> {
  const components = getPulumiComponents(everything);
  const provider = new ComponentProvider({ name: "pulumi-docker-host", dirname: root, components });
  const inferred = JSON.parse(await provider.getSchema()) as Schema;
  const good = withoutArgs(withWholeNumbers(withDefaults(withoutClouds(inferred))));
  const written = packages(good).map(({ folder, schema }) => [folder, `${JSON.stringify(schema, null, 2)}\n`] as const);
  return Object.fromEntries(written);
}

if (require.main === module)
  command(async () => {
    for (const [folder, schema] of Object.entries(await schemas())) writeFileSync(schemaFile(folder), schema);
  });
