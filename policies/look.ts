// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";

/** Stands for what only the update will know. Nothing follows from it before, and the update looks again. */
export const late = Symbol("known later");

/** What a policy is told of a resource, in plain values. */
export interface Looked {
  type: string;
  /** The name of its stack. */
  stack: string;
  properties: Record<string, unknown>;
  ignoreChanges: readonly string[];
}

/** What is wrong with a resource, by the paths of its properties. No message shows a value that may be secret. */
export type Look = (resource: Looked) => Iterable<Problem>;

/** `urn:pulumi:<stack>::<project>::…` */
export function stackOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

/** A plain copy of properties, in which `@pulumi/policy` throws wherever something unknown is read. */
export function plainProperties(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value.keys(), (i) => member(value, i));
  return Object.fromEntries(Object.keys(value).map((name) => [name, member(value, name)]));
}

function member(of: object, name: string | number): unknown {
  let found: unknown;
  try {
    found = (of as Record<string | number, unknown>)[name];
  } catch {
    return late;
  }
  return plainProperties(found);
}

/** The maps of a list, with their paths; also of one map, as some lists have at most one. */
export function* maps(value: unknown, path: string): Generator<[string, Record<string, unknown>]> {
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) if (isMap(one)) yield [`${path}[${i}]`, one];
  } else if (isMap(value)) yield [path, value];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The texts of a list, with their paths; what is known later is left out. */
export function texts(value: unknown, path: string): [string, string][] {
  const all: unknown[] = Array.isArray(value) ? value : [];
  return all.flatMap((one, i) => (typeof one === "string" ? [[`${path}[${i}]`, one] as [string, string]] : []));
}

/** Whether a value is known later, or some of its list. */
export function hasLate(value: unknown): boolean {
  return value === late || (Array.isArray(value) && value.includes(late));
}

/** Whether a list names something, also where what it names is known later. */
export function isNamed(value: unknown): boolean {
  return value === late || (Array.isArray(value) && value.length > 0);
}

/** A member of a map that may be missing, or known later as a whole. */
export function inside(value: unknown, name: string): unknown {
  if (value === late) return late;
  return isMap(value) ? value[name] : undefined;
}
