// SPDX-License-Identifier: Apache-2.0
import { hostShape } from "../host-shape";
import { type Fields, fields, keyOf, type Shape } from "../shape";
import type { Problem } from "../spec";
import { deepest, holds, isMap, kind, wrongKind } from "./kind";
import { unknownNames } from "./names";
import { at, error } from "./problem";

/** Whether a value is known only later, so that it cannot be checked now. */
type IsLate = (value: unknown) => boolean;

/** Names that are unknown or missing, values of the wrong kind, and what the rules find in all other values. */
export function shapeProblems(
  input: unknown,
  shape: Shape = host,
  path = "",
  above: readonly unknown[] = [],
  isLate: IsLate = () => false,
): Problem[] {
  return [...checkValue({ value: input, path, above, isLate }, shape)];
}

export const host = fields(hostShape);

/** Completes the code of each problem: the key of its row comes before a code that is empty or begins with `/`. */
export function withCodes(problems: Problem[], shape: Shape): Problem[] {
  return problems.map((problem) =>
    problem.code === "" || problem.code.startsWith("/")
      ? { ...problem, code: (keyOf(problem.path, shape) + problem.code).replace(/^\//, "") }
      : problem,
  );
}

/** Whether a value is of the wrong kind, or not known: rules for several arguments together cannot be applied then. */
export function isUnreadable(problems: Problem[]): boolean {
  return problems.some(({ code }) => /(^|\/)(kind|plain)$/.test(code));
}

interface Place {
  value: unknown;
  path: string;
  above: readonly unknown[];
  isLate: IsLate;
}

function* checkValue(place: Place, shape: Shape): Generator<Problem> {
  const { value, path, above, isLate } = place;
  if (isLate(value)) {
    if (shape.plain) yield error(path, mustBePlain, "/plain");
    return;
  }
  const wrong = [...checkKind(place, shape)];
  yield* wrong;
  if (!shape.rule || isUnreadable(wrong)) return;
  // A rule for a value of any kind refuses lists and maps, whatever is in them.
  const isKnown = shape.kind === "any" || shape.plain === true || !holds(value, isLate);
  if (isKnown) yield* shape.rule(value as never, path, above);
}

const mustBePlain = "must be a plain value and no Output: it has to be known when the program runs";

function* checkKind(place: Place, shape: Shape): Generator<Problem> {
  const { value, path } = place;
  const member = (name: string | number, of: Shape): Generator<Problem> => {
    const inner = (value as Record<string | number, unknown>)[name];
    return checkValue({ ...place, value: inner, path: at(path, name), above: [...place.above, value] }, of);
  };
  if (shape.kind === "any") return;
  if (shape.kind === "list") {
    if (!Array.isArray(value)) yield error(path, `is ${kind(value)}, and must be a list`, "/kind");
    else for (const i of value.keys()) yield* member(i, shape.of);
  } else if (shape.kind === "string" || shape.kind === "number" || shape.kind === "boolean") {
    yield* checkScalar(value, path, shape.kind);
  } else if (!isMap(value)) {
    yield error(path || "the spec", `is ${kind(value)}, and must be a map`, "/kind");
  } else if (shape.kind === "tree") {
    yield* checkTree(place);
  } else if (shape.kind === "map") {
    for (const name of namesOf(value)) {
      yield* checkName(name, path);
      yield* member(name, shape.of);
    }
  } else {
    yield* checkNames(value, path, shape.fields);
    for (const [name, of] of Object.entries(shape.fields)) {
      if (Object.hasOwn(value, name) && value[name] !== undefined) yield* member(name, of);
    }
  }
}

function* checkNames(value: Record<string, unknown>, path: string, members: Fields): Generator<Problem> {
  for (const [name, { required }] of Object.entries(members)) {
    if (required && value[name] === undefined) yield error(at(path, name), "is missing", "/missing");
  }
  yield* unknownNames(value, members, path);
}

function* checkScalar(value: unknown, path: string, wanted: "string" | "number" | "boolean"): Generator<Problem> {
  if (typeof value !== wanted) {
    yield error(path, wrongKind(value, wanted), "/kind");
  } else if (typeof value === "number" && !Number.isFinite(value)) {
    yield error(path, `${String(value)} is not a number that can be written down`, "/kind");
  } else if (typeof value === "string" && /[\0\p{Cs}]/u.test(value)) {
    yield error(path, "holds a zero byte or half of a character, which no text file can hold; take it out", "/kind");
  }
}

/** Refuses a name that JavaScript or YAML would take for something else. */
function* checkName(name: string, path: string): Generator<Problem> {
  if (name === "__proto__") yield error(at(path, name), "is not a name that can be used", "/kind");
  else yield* checkScalar(name, at(path, name), "string");
}

function* checkTree({ value, path, above, isLate }: Place): Generator<Problem> {
  if (isLate(value)) return;
  if (typeof value === "object" && value !== null && above.includes(value)) {
    yield error(path, "holds itself, which no file can say; take it out", "/kind");
    return;
  }
  if (above.length > deepest) {
    yield error(path.slice(0, 80), `is nested in more than ${deepest} maps and lists; take some out`, "/kind");
    return;
  }
  const inner = (name: string | number, member: unknown) =>
    checkTree({ value: member, path: at(path, name), above: [...above, value], isLate });
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* inner(i, item);
  } else if (isMap(value)) {
    for (const name of namesOf(value)) {
      yield* checkName(name, path);
      yield* inner(name, value[name]);
    }
  } else if (value !== null) {
    const wanted = typeof value === "number" || typeof value === "boolean" ? typeof value : "string";
    yield* checkScalar(value, path, wanted as "string" | "number" | "boolean");
  }
}

/** Members that are undefined count as absent. */
const namesOf = (value: Record<string, unknown>) => Object.keys(value).filter((name) => value[name] !== undefined);
