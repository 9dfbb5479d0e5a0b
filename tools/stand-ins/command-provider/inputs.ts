// SPDX-License-Identifier: Apache-2.0
import { type Field, outputs, type Shape, shapes, type Type } from "./shapes";
import { isMap, isSecret, type Properties, reveal, secret, unknown } from "./values";

export interface Failure {
  property: string;
  reason: string;
}

const loggings = ["stdout", "stderr", "stdoutAndStderr", "none"];
const sensitive = ["password", "privateKey", "privateKeyPassword"];

/** As strict as the original, in its words: what it does not know, what has the wrong type or is missing, is refused. */
export function check(type: string, inputs: Properties): Failure[] {
  const shape = shapes[type];
  if (!shape)
    throw new Error(`Resource '${type}' not found: the laboratory's stand-in has ${Object.keys(shapes).join(" and ")}`);
  return compare(shape, reveal(inputs) as Properties);
}

/** As strict as the original with a state, which may be that of another type where a program has an alias. */
export function checkState(type: string, state: Properties): void {
  const shape = shapes[type];
  if (shape) refuse(compare(outputs(shape), reveal(state) as Properties));
}

/** The inputs that a state remembers. A refresh takes them with fields missing, but with none that is not known. */
export function checkOldInputs(type: string, inputs: Properties): void {
  const shape = shapes[type];
  if (shape) refuse(compare(shape, reveal(inputs) as Properties).filter(({ reason }) => !reason.startsWith("Missing")));
}

function refuse(failures: Failure[]): void {
  if (failures.length > 0) throw new Error(list(failures));
}

function list(failures: Failure[]): string {
  const lines = failures.map(({ property, reason }) => `\n\t${property}: ${reason}`);
  return `${failures.length} failures decoding:${lines.join("")}`;
}

function compare(shape: Shape, values: Properties): Failure[] {
  const known = Object.entries(shape.fields).flatMap(([key, field]) => compareField(shape, key, field, values[key]));
  const others = Object.keys(values).filter((key) => !Object.hasOwn(shape.fields, key) && values[key] != null);
  return [
    ...known,
    ...others.map((property) => ({
      property,
      reason: shape.missing?.includes(property)
        ? `the laboratory's stand-in does not do ${property}; use the official plugin, or read the files in the program`
        : `Unrecognized field '${property}' on '${shape.name}'`,
    })),
  ];
}

function compareField(shape: Shape, property: string, { type, required }: Field, value: unknown): Failure[] {
  if (value === undefined || value === null) {
    return required ? [{ property, reason: `Missing required field '${property}' on '${shape.name}'` }] : [];
  }
  if (value === unknown) return [];
  if (typeof type !== "object") return mismatches(type, property, value, shape.name);
  if (!isMap(value)) return [wrongType(property, type.name, value, shape.name)];
  const inner = compare(type, value);
  const name = `${shape.name.replace(/^\w+\./, "")}.${property}`;
  return inner.length > 0 ? [{ property, reason: `An error occurred decoding '${name}': ${list(inner)}` }] : [];
}

function mismatches(type: Type & string, property: string, value: unknown, owner: string): Failure[] {
  const each = (name: string, item: unknown) => (item === unknown ? [] : mismatches("string", name, item, owner));
  switch (type) {
    case "logging":
      // Stricter than the original, which takes any text for "log nothing".
      if (loggings.includes(String(value))) return [];
      return [
        { property, reason: `'${property}' is ${JSON.stringify(value)}, which is none of ${loggings.join(", ")}` },
      ];
    case "[]string":
      if (Array.isArray(value)) return value.flatMap((item, index) => each(`${property}[${index}]`, item));
      break;
    case "map[string]string":
      if (isMap(value)) return Object.entries(value).flatMap(([key, item]) => each(`${property}[${key}] value`, item));
      break;
    case "int":
      if (typeof value === "number") return [];
      break;
    default:
      if (goType(value) === type) return [];
  }
  return [wrongType(property, type, value, owner)];
}

function wrongType(property: string, type: string, value: unknown, owner: string): Failure {
  return { property, reason: `Field '${property}' on '${owner}' must be a '${type}'; got '${goType(value)}' instead` };
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  return { string: "string", number: "float64", boolean: "bool" }[typeof value as string] ?? "map[string]interface {}";
}

/** The inputs as the state keeps them: defaults are filled in, and what says how to get in is secret. */
export function complete(type: string, inputs: Properties): Properties {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
  const field = shapes[type]?.fields.connection;
  if (!field || typeof field.type !== "object" || given.connection === undefined) return given;
  return {
    ...given,
    connection: secret(
      withDefaults(field.type, isSecret(given.connection) ? given.connection.value : given.connection),
    ),
  };
}

function withDefaults(shape: Shape, values: unknown): unknown {
  if (!isMap(values) || isSecret(values)) return values;
  const completed: Properties = {};
  for (const [key, field] of Object.entries(shape.fields)) {
    const value = values[key] ?? field.default;
    if (value === undefined) continue;
    if (typeof field.type === "object") completed[key] = withDefaults(field.type, value);
    else if (field.type === "int" && typeof value === "number") completed[key] = Math.trunc(value);
    else completed[key] = sensitive.includes(key) && value !== unknown ? secret(value) : value;
  }
  return completed;
}
