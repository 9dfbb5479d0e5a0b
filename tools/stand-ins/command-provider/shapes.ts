// SPDX-License-Identifier: Apache-2.0

/** The types of the original's Go structs, in the words that its messages use. */
export type Type =
  "string" | "bool" | "float64" | "int" | "[]string" | "[]interface {}" | "map[string]string" | "logging" | Shape;

export interface Field {
  type: Type;
  required?: boolean;
  default?: string | number;
}

export interface Shape {
  name: string;
  fields: Record<string, Field>;
  /** Fields of the original that the stand-in cannot do. */
  missing?: string[];
}

const shared: Record<string, Field> = {
  create: { type: "string" },
  update: { type: "string" },
  delete: { type: "string" },
  triggers: { type: "[]interface {}" },
  stdin: { type: "string" },
  environment: { type: "map[string]string" },
  logging: { type: "logging" },
  addPreviousOutputInEnv: { type: "bool" },
};

const endpoint: Record<string, Field> = {
  host: { type: "string", required: true },
  port: { type: "float64", default: 22 },
  user: { type: "string", default: "root" },
  password: { type: "string" },
  privateKey: { type: "string" },
  privateKeyPassword: { type: "string" },
  agentSocketPath: { type: "string" },
  dialErrorLimit: { type: "int", default: 10 },
  perDialTimeout: { type: "int", default: 15 },
  hostKey: { type: "string" },
};

const proxy: Shape = { name: "remote.ProxyConnection", fields: endpoint };
const connection: Shape = { name: "remote.Connection", fields: { ...endpoint, proxy: { type: proxy } } };

/** The resources that there are, by their type token. */
export const shapes: Record<string, Shape> = {
  "command:local:Command": {
    name: "local.CommandInputs",
    fields: { ...shared, interpreter: { type: "[]string" }, dir: { type: "string" } },
    missing: ["assetPaths", "archivePaths"],
  },
  "command:remote:Command": {
    name: "remote.CommandInputs",
    fields: { ...shared, connection: { type: connection, required: true } },
  },
};

/** What the state of such a resource has. */
export function outputs({ name, fields, missing }: Shape): Shape {
  const written: Field = { type: "string", required: true };
  return {
    name: name.replace(/Inputs$/, "Outputs"),
    fields: { ...fields, stdout: written, stderr: written },
    ...(missing && { missing }),
  };
}
