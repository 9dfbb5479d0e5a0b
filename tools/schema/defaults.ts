// SPDX-License-Identifier: Apache-2.0
// The analyzer leaves out what stands behind `@default`, which is how the comments say it to people of TypeScript.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

import { type Declared, inWords, members } from "../docs/declared";
import { root } from "../shared/places";
import type { Property, Schema } from "./package-schema";

interface Declaration {
  members: Declared[];
  /** The interfaces whose members it has as well. */
  from: string[];
}

/** The schema with the default of each argument in its description. */
export function withDefaults(schema: Schema): Schema {
  const interfaces = declarations();
  const described = (name: string, properties: Record<string, Property>) => {
    const defaults = defaultsOf(name, interfaces);
    return Object.fromEntries(
      Object.entries(properties).map(([member, property]) => [member, withDefault(property, defaults[member])]),
    );
  };
  const resources = Object.entries(schema.resources).map(([token, component]) => {
    const inputProperties = described(`${token.replace(/^.*:/, "")}Args`, component.inputProperties);
    return [token, { ...component, inputProperties }] as const;
  });
  const types = Object.entries(schema.types).map(([token, type]) => {
    const { properties } = type;
    return [
      token,
      { ...type, ...(properties && { properties: described(token.replace(/^.*:/, ""), properties) }) },
    ] as const;
  });
  return { ...schema, resources: Object.fromEntries(resources), types: Object.fromEntries(types) };
}

function withDefault(property: Property, text: string | undefined): Property {
  if (text === undefined) return property;
  const sentence = `Default: ${inWords(text).replace(/\.$/, "")}.`;
  return { ...property, description: property.description ? `${property.description} ${sentence}` : sentence };
}

/** By member, an interface's own before those that it has from others. */
function defaultsOf(name: string, interfaces: Map<string, Declaration>): Record<string, string | undefined> {
  const { members: own, from } = interfaces.get(name) ?? { members: [], from: [] };
  const inherited = from.map((one) => defaultsOf(one, interfaces));
  return Object.assign({}, ...inherited, Object.fromEntries(own.map((one) => [one.name, one.byDefault]))) as Record<
    string,
    string | undefined
  >;
}

/** All interfaces of the library by name. */
function declarations(): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const file of readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(root, "components", file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const one of source.statements.filter(ts.isInterfaceDeclaration)) {
      const from = (one.heritageClauses ?? []).flatMap(({ types }) =>
        types.map(({ expression }) => expression.getText()),
      );
      found.set(one.name.text, { members: members(one), from });
    }
  }
  return found;
}
