// SPDX-License-Identifier: Apache-2.0
// TypeScript has one kind of number, so that Pulumi infers fractions where the components take none.
import type { Property, Schema } from "./package-schema";

/** What a check measures, in its reports. All else is counted. */
const measured = new Set(["seconds", "start", "ms"]);

/** The schema with whole numbers where there are no others. */
export function withWholeNumbers(schema: Schema): Schema {
  const replace = (property: Property): Property => ({
    ...property,
    ...(property.type === "number" && { type: "integer" }),
    ...(property.items && { items: replace(property.items) }),
    ...(property.additionalProperties && { additionalProperties: replace(property.additionalProperties) }),
  });
  const all = (properties: Record<string, Property>) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, measured.has(name) ? property : replace(property)]),
    );
  const resources = Object.entries(schema.resources).map(([token, component]) => [
    token,
    { ...component, inputProperties: all(component.inputProperties), properties: all(component.properties) },
  ]);
  const types = Object.entries(schema.types).map(([token, type]) => [
    token,
    { ...type, ...(type.properties && { properties: all(type.properties) }) },
  ]);
  return {
    ...schema,
    resources: Object.fromEntries(resources) as Schema["resources"],
    types: Object.fromEntries(types) as Schema["types"],
  };
}
