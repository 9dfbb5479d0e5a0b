// SPDX-License-Identifier: Apache-2.0
// One package for each cloud, and one for what needs none: whoever adds a package gets the plugins of all that it refers
// to, and of all that lies in its node_modules.
import type { Component, Schema, Type } from "./package-schema";

interface Package {
  /** In plugins/. */
  folder: string;
  /** What its components' names begin with. */
  prefix: string;
  description: string;
}

const clouds: Package[] = [
  { folder: "aws", prefix: "Aws", description: "Rocky Linux 9 machines with Docker CE on AWS, proved to work" },
  {
    folder: "gcp",
    prefix: "Gcp",
    description: "Rocky Linux 9 machines with Docker CE on Google Cloud, proved to work",
  },
];
const noCloud: Package = {
  folder: "local",
  prefix: "",
  description:
    "Rocky Linux 9 machines with Docker CE on this computer, swarms, and the proof that any Docker host works",
};

/** The schema of each package, made of that of everything. */
export function packages(everything: Schema): { folder: string; schema: Schema }[] {
  const isCloud = (token: string) => clouds.some(({ prefix }) => nameOf(token).startsWith(prefix));
  return [noCloud, ...clouds].map((one) => {
    const mine = (token: string) => (one === noCloud ? !isCloud(token) : nameOf(token).startsWith(one.prefix));
    return { folder: one.folder, schema: schemaOf(one, everything, mine) };
  });
}

function schemaOf({ folder, description }: Package, everything: Schema, mine: (token: string) => boolean): Schema {
  const name = folder === noCloud.folder ? everything.name : `${everything.name}-${folder}`;
  const resources = pick(everything.resources, mine);
  const types = reached(resources, everything.types);
  const text = JSON.stringify({ resources, types }).replaceAll(`${everything.name}:index:`, `${name}:index:`);
  const own = JSON.parse(text) as Pick<Schema, "resources" | "types">;
  return { name, description, language: languages(name, everything.language), ...own };
}

/** The types that the components speak of, and those that these speak of, in their order. */
function reached(resources: Record<string, Component>, types: Record<string, Type>): Record<string, Type> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    for (const [, token = ""] of JSON.stringify(value).matchAll(/"#\/types\/([^"]+)"/g)) {
      if (found.has(token)) continue;
      found.add(token);
      look(types[token]);
    }
  };
  look(resources);
  return pick(types, (token) => found.has(token));
}

/** The names of the SDKs. By default each would begin with the name of Pulumi twice, as the package's own has it too. */
function languages(name: string, common: Schema["language"] = {}): Schema["language"] {
  const words = name.replace(/^pulumi-/, "").split("-");
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const own: Record<string, Record<string, unknown>> = {
    nodejs: { packageName: `${name}-sdk` },
    python: { packageName: name.replaceAll("-", "_") },
    go: { importBasePath: `example.com/${name}/sdk/go/${words.join("")}` },
    csharp: { rootNamespace: "Pulumi", namespaces: { [name]: pascal } },
  };
  return Object.fromEntries(
    Object.entries(common).map(([language, settings]) => [language, { ...settings, ...own[language] }]),
  );
}

function nameOf(token: string): string {
  return token.replace(/^.*:/, "");
}

function pick<T>(from: Record<string, T>, wanted: (token: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([token]) => wanted(token)));
}
