// SPDX-License-Identifier: Apache-2.0
import { isMap, type Properties, unknown } from "./values";

/** A value of the right kind, or not known yet. */
type Kind = (value: unknown) => boolean;
type Shape = Record<string, { kind: Kind; required?: boolean }>;

export interface Failure {
  property: string;
  reason: string;
}

const string: Kind = (value) => typeof value === "string";
const number: Kind = (value) => typeof value === "number";
const boolean: Kind = (value) => typeof value === "boolean";
const list: Kind = (value) => Array.isArray(value);
const strings: Kind = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
const stringMap: Kind = (value) => isMap(value) && Object.values(value).every((item) => typeof item === "string");
const logging: Kind = (value) => ["stdout", "stderr", "stdoutAndStderr", "none"].includes(String(value));

const shared: Shape = {
  create: { kind: string },
  update: { kind: string },
  delete: { kind: string },
  triggers: { kind: list },
  stdin: { kind: string },
  environment: { kind: stringMap },
  logging: { kind: logging },
  addPreviousOutputInEnv: { kind: boolean },
};
const endpoint: Shape = {
  host: { kind: string, required: true },
  port: { kind: number },
  user: { kind: string },
  password: { kind: string },
  privateKey: { kind: string },
  privateKeyPassword: { kind: string },
  agentSocketPath: { kind: string },
  dialErrorLimit: { kind: number },
  perDialTimeout: { kind: number },
  hostKey: { kind: string },
};
const connection: Shape = { ...endpoint, proxy: { kind: isMap } };
const shapes: Record<string, Shape> = {
  "command:local:Command": { ...shared, interpreter: { kind: strings }, dir: { kind: string } },
  "command:remote:Command": { ...shared, connection: { kind: isMap, required: true } },
};

/** As strict as the real provider: properties it does not know, wrong types and missing ones are refused. */
export function check(type: string, inputs: Properties): Failure[] {
  const shape = shapes[type];
  if (!shape) return [{ property: "", reason: `the laboratory's stand-in has no ${type}; it has ${Object.keys(shapes).join(" and ")}` }];
  const failures = compare(shape, inputs, "");
  if (!isMap(inputs.connection)) return failures;
  const { proxy } = inputs.connection;
  return [...failures, ...compare(connection, inputs.connection, "connection."), ...(isMap(proxy) ? compare(endpoint, proxy, "connection.proxy.") : [])];
}

function compare(shape: Shape, values: Properties, prefix: string): Failure[] {
  const unknownKeys = Object.keys(values).filter((key) => !key.startsWith("__") && !Object.hasOwn(shape, key));
  const wrong = Object.entries(shape).filter(([key, { kind, required }]) => {
    const value = values[key];
    return value === undefined || value === null ? required : value !== unknown && !containsUnknown(value) && !kind(value);
  });
  return [
    ...unknownKeys.map((key) => ({ property: prefix + key, reason: "an unknown property" })),
    ...wrong.map(([key]) => ({ property: prefix + key, reason: values[key] == null ? "missing required property" : "has the wrong type" })),
  ];
}

/** Lists and maps are only judged when all of them is known. */
function containsUnknown(value: unknown): boolean {
  return isMap(value) ? Object.values(value).includes(unknown) : Array.isArray(value) && value.includes(unknown);
}
