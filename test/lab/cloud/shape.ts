// SPDX-License-Identifier: Apache-2.0
// The inputs of a resource type as data: what there is, of what type, and what a change of it does.
import { diff as differences } from "../../../tools/stand-ins/command-provider/diff";
import { isMap, type Properties, reveal, unknown } from "../../../tools/stand-ins/command-provider/values";

/** `["string"]` is a list of texts, `map` has texts as values. */
export type Type = "string" | "number" | "boolean" | "map" | [Type] | Fields;

export interface Field {
  type: Type;
  required?: boolean;
  /** A change of it, or of something in it, replaces the resource. */
  replaces?: boolean;
  /** The cloud fills it in where it is not given, so taking it out is no change. */
  computed?: boolean;
  default?: string | number | boolean;
}

export type Fields = Record<string, Field>;

export interface Failure {
  property: string;
  reason: string;
}

export const string: Field = { type: "string" };
export const number: Field = { type: "number" };
export const boolean: Field = { type: "boolean" };
export const map: Field = { type: "map" };
export const required = (field: Field): Field => ({ ...field, required: true });
export const replaces = (field: Field): Field => ({ ...field, replaces: true });
export const computed = (field: Field): Field => ({ ...field, computed: true });

/** What is unknown, missing or of the wrong type, by its path. A value that is not known yet has no type. */
export function checkFields(fields: Fields, values: Properties, prefix = ""): Failure[] {
  const others = Object.keys(values).filter(
    (key) => !Object.hasOwn(fields, key) && values[key] != null && key !== "__defaults",
  );
  return [
    ...Object.entries(fields).flatMap(([key, field]) => checkField(field, values[key], prefix + key)),
    ...others.map((key) => ({
      property: prefix + key,
      reason: `Invalid or unknown key: an argument named "${key}" is not expected here`,
    })),
  ];
}

function checkField({ type, required: needed }: Field, value: unknown, property: string): Failure[] {
  if (value != null) return checkType(type, value, property);
  const name = property.split(".").at(-1) ?? property;
  return needed
    ? [
        {
          property,
          reason: `Missing required argument: the argument "${name}" is required, but no definition was found`,
        },
      ]
    : [];
}

function checkType(type: Type, value: unknown, property: string): Failure[] {
  if (value === unknown) return [];
  if (Array.isArray(type)) {
    if (!Array.isArray(value)) return [wrong(property, "list", value)];
    return value.flatMap((item, index) => checkType(type[0], item, `${property}[${index}]`));
  }
  if (type === "map") {
    if (!isMap(value)) return [wrong(property, "map", value)];
    return Object.entries(value).flatMap(([key, item]) =>
      checkType("string", item, `${property}[${JSON.stringify(key)}]`),
    );
  }
  if (typeof type === "object")
    return isMap(value) ? checkFields(type, value, `${property}.`) : [wrong(property, "object", value)];
  return typeof value === type ? [] : [wrong(property, type, value)];
}

function wrong(property: string, type: string, value: unknown): Failure {
  const got = Array.isArray(value) ? "list" : typeof value;
  return { property, reason: `'${property}' expected type '${type}', got '${got}'` };
}

/** Inputs with what the cloud takes where nothing is given, on the first level. */
export function withDefaults(fields: Fields, values: Properties): Properties {
  const defaults = Object.entries(fields).flatMap(([key, field]) =>
    field.default !== undefined && values[key] == null ? [[key, field.default] as const] : [],
  );
  return {
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => reveal(value) != null)),
    ...Object.fromEntries(defaults),
  };
}

export interface Difference {
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** What differs between old and new inputs (without the wrapping of secrets), by its path. */
export function compareFields(fields: Fields, olds: Properties, news: Properties): Map<string, Difference> {
  const changes = new Map<string, Difference>();
  const without = ({ __defaults: _, ...others }: Properties) => others;
  for (const [path, kind] of differences(without(olds), without(news))) {
    const along = fieldsAlong(fields, path);
    if (kind === "delete" && along.at(-1)?.computed) continue;
    changes.set(path, { kind, replaces: along.some((field) => field.replaces) });
  }
  return changes;
}

/** The fields that a path such as `ebsBlockDevices[0].volumeSize` leads through. */
function fieldsAlong(fields: Fields, path: string): Field[] {
  const found: Field[] = [];
  let type: Type = fields;
  for (const key of path.replace(/\[.*?\]/g, "").split(".")) {
    while (Array.isArray(type)) type = type[0];
    const field: Field | undefined = typeof type === "object" ? type[key] : undefined;
    if (!field) break;
    found.push(field);
    type = field.type;
  }
  return found;
}
