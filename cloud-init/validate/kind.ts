// SPDX-License-Identifier: Apache-2.0
// What a value is made of.

/** Maps and lists within one another, beyond which a tree is refused and nobody looks further. */
export const deepest = 100;

/** Whether something in a value is known only later. */
export function holds(value: unknown, isLate: (value: unknown) => boolean, above: readonly unknown[] = []): boolean {
  if (isLate(value)) return true;
  if (above.length > deepest || above.includes(value)) return false;
  if (!Array.isArray(value) && !isMap(value)) return false;
  return Object.values(value).some((one) => holds(one, isLate, [...above, value]));
}

/** What a value is, for a sentence such as `is a list`. */
export function kind(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return isMap(value) ? "a map" : `an object of ${classOf(value)}`;
  return `a ${typeof value}`;
}

/** What is wrong with a value of another kind than `wanted`. */
export function wrongKind(value: unknown, wanted: "string" | "number" | "boolean" | "whole number"): string {
  const quotes = wanted === "string" && (typeof value === "number" || typeof value === "boolean");
  return `is ${kind(value)}, and must be a ${wanted}${quotes ? " (put it in quotes)" : ""}`;
}

function classOf(value: object): string {
  const { constructor } = value;
  return typeof constructor === "function" && constructor.name !== "" ? `class ${constructor.name}` : "a class";
}

/** Objects of classes are none: what they inherit would be used, and not checked. */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
