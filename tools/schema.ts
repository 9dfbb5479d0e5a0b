// SPDX-License-Identifier: Apache-2.0
// `npm run schema`: writes schema.json, which is what this package is in other languages. A test holds it to the sources.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";

import * as plugin from "../index";
import { command } from "./shared/command";
import { root } from "./shared/places";

export const schemaFile = join(root, "schema.json");

/** The schema that Pulumi infers from the sources, as it stands in the file. */
export async function schema(): Promise<string> {
  const components = getPulumiComponents(plugin);
  const provider = new ComponentProvider({ name: "pulumi-docker-host", dirname: root, components });
  const { version: _, ...lasting } = JSON.parse(await provider.getSchema()) as Record<string, unknown>;
  return `${JSON.stringify(lasting, null, 2)}\n`;
}

if (require.main === module) command(async () => writeFileSync(schemaFile, await schema()));
