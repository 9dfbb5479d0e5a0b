// SPDX-License-Identifier: Apache-2.0
// A Pulumi package's schema, as far as it is looked at here, and what takes the place of other packages' resources in it.

/** https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
export interface Schema {
  name: string;
  version?: string;
  description?: string;
  resources: Record<string, Component>;
  types: Record<string, Type>;
  language?: Record<string, Record<string, unknown>>;
  dependencies?: unknown[];
}

export interface Component {
  inputProperties: Record<string, Property>;
  properties: Record<string, Property>;
  required?: string[];
}

export interface Type {
  properties?: Record<string, Property>;
  enum?: unknown[];
}

export interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  description?: string;
  optional?: boolean;
}

/** A resource of a cloud's own package. Whoever gets a schema that refers to one has to have that package. */
const ofCloud = /^\/\w+\/v[^/]+\/schema\.json#\/resources\//;

/** The schema with the ids of the clouds' resources in place of the resources, so that it needs no other package. */
export function withoutClouds({ dependencies: _, ...schema }: Schema): Schema {
  const resources = Object.entries(schema.resources).map(([token, component]) => {
    const names = Object.keys(component.properties);
    const isCloud = (name: string) => ofCloud.test(component.properties[name]?.$ref ?? "");
    const properties = names.flatMap((name): [string, Property][] => {
      const { description, ...property } = component.properties[name] ?? {};
      if (!isCloud(name)) return [[name, component.properties[name] ?? property]];
      const id = `${name}Id`;
      return names.includes(id) ? [] : [[id, { type: "string", ...idOf(property, description) }]];
    });
    const renamed = (component.required ?? []).map((name) => (isCloud(name) ? `${name}Id` : name));
    const required = [...new Set(renamed)].sort();
    return [token, { ...component, properties: Object.fromEntries(properties), required }] as const;
  });
  return { ...schema, resources: Object.fromEntries(resources) };
}

function idOf({ optional }: Property, description: string | undefined): Property {
  return {
    ...(optional !== undefined && { optional }),
    ...(description !== undefined && { description: `${description} Given by its id.` }),
  };
}
