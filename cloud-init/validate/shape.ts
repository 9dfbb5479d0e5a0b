// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import { type Fields, hostShape, type Shape } from "../spec-shape";
import { unknownNames } from "./names";
import { at, error } from "./problem";

/** Names that do not exist, members that are missing, and values of another kind than can be read at all. */
export function shapeProblems(input: unknown): Problem[] {
  return [...look(input, "", { fields: hostShape })];
}

function* look(value: unknown, path: string, shape: Shape): Generator<Problem> {
  if (shape === "text" || shape === "number" || shape === "boolean") {
    yield* lookAtScalar(value, path, shape);
  } else if (typeof shape !== "string" && "list" in shape) {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* look(item, at(path, i), shape.list);
    else yield error(path, `is ${kind(value)}, and must be a list`);
  } else if (!isMap(value)) {
    yield error(path || "the spec", `is ${kind(value)}, and must be a map`);
  } else if (shape === "tree") {
    yield* lookFreely(value, path);
  } else {
    yield* "map" in shape ? lookAtMap(value, path, shape.map) : lookAtFields(value, path, shape.fields);
  }
}

function* lookAtFields(value: Record<string, unknown>, path: string, fields: Fields): Generator<Problem> {
  for (const [name, { required }] of Object.entries(fields)) {
    if (required && value[name] === undefined) yield error(at(path, name), "is missing");
  }
  yield* unknownNames(value, fields, path);
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field && member !== undefined) yield* look(member, at(path, name), field.shape);
  }
}

function* lookAtMap(value: Record<string, unknown>, path: string, shape: Shape): Generator<Problem> {
  for (const [name, member] of Object.entries(value)) {
    yield* lookAtName(name, path);
    yield* look(member, at(path, name), shape);
  }
}

function* lookAtScalar(value: unknown, path: string, wanted: "text" | "number" | "boolean"): Generator<Problem> {
  if (typeof value !== (wanted === "text" ? "string" : wanted)) {
    yield error(
      path,
      `is ${kind(value)}, and must be ${wanted === "text" ? "a text (put it in quotes)" : `a ${wanted}`}`,
    );
  } else if (typeof value === "number" && !Number.isFinite(value)) {
    yield error(path, `${String(value)} is not a number that can be written down`);
  } else if (typeof value === "string" && /[\0\p{Cs}]/u.test(value)) {
    yield error(path, "holds a zero byte or half of a character, which no file of text can hold; take it out");
  }
}

/** Names that JavaScript or YAML would take for something else are nobody's option. */
function* lookAtName(name: string, path: string): Generator<Problem> {
  if (name === "__proto__") yield error(at(path, name), "is not a name that can be used");
  else yield* lookAtScalar(name, at(path, name), "text");
}

/** A tree of any form, made of what JSON has. */
function* lookFreely(value: unknown, path: string): Generator<Problem> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* lookFreely(item, at(path, i));
  } else if (isMap(value)) {
    for (const [name, member] of Object.entries(value)) {
      yield* lookAtName(name, path);
      yield* lookFreely(member, at(path, name));
    }
  } else if (value !== null) {
    const wanted = typeof value === "number" || typeof value === "boolean" ? typeof value : "text";
    yield* lookAtScalar(value, path, wanted as "text" | "number" | "boolean");
  }
}

/** What a value is, in a sentence. */
export function kind(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
