// SPDX-License-Identifier: Apache-2.0
// A component package, served by the schema that is committed with it. Pulumi's own host for components makes the schema
// of the sources whenever it starts, for which it has the compiler read all of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { type ConstructResult, main, type Provider } from "@pulumi/pulumi/provider";

type Component = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

interface Schema {
  resources: Record<string, { properties: Record<string, unknown> }>;
}

/** Serves the components of a module until Pulumi has no more use for them. */
export function serve(folder: string, components: object): Promise<void> {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as object;
  const { version } = read("package.json") as { version: string };
  return main(
    new ComponentPackage(read("schema.json") as Schema, components as Record<string, Component>, version),
    process.argv.slice(2),
  );
}

export class ComponentPackage implements Provider {
  readonly schema: string;

  constructor(
    private readonly described: Schema,
    private readonly components: Record<string, Component>,
    readonly version: string,
  ) {
    this.schema = JSON.stringify({ ...described, version });
  }

  construct(
    name: string,
    type: string,
    args: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const Class = this.components[type.replace(/^.*:/, "")];
    const { properties } = this.described.resources[type] ?? {};
    if (!Class || !properties) {
      const known = Object.keys(this.described.resources).join(", ");
      return Promise.reject(new Error(`there is no component ${type}; there are ${known}`));
    }
    const made = once(() => new Class(name, args, options));
    const state = Object.fromEntries(Object.keys(properties).map((output) => [output, valueOf(made, output)]));
    return Promise.resolve({ urn: made.urn, state });
  }
}

/** What is wrong with the arguments, of which the engine prints each one: so it does not stand in the message as well. */
function once<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
    const { message, errors } = error;
    throw new pulumi.InputPropertiesError({ message: (message.split("\n")[0] ?? "").replace(/:$/, ""), errors });
  }
}

/** An output, or the id of a resource that the component has: the schema has those in place of the resources. */
function valueOf(component: object, output: string): unknown {
  const members = component as Record<string, unknown>;
  if (output in members) return members[output];
  const child = members[output.replace(/Id$/, "")];
  return pulumi.CustomResource.isInstance(child) ? child.id : undefined;
}
