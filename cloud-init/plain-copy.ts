// SPDX-License-Identifier: Apache-2.0
import { deepest, isMap } from "./validate/kind";

/**
 * A copy of the maps and lists in a value, without members that are undefined, so that what is checked is what is used.
 * Everything else is the same object: what is known later, and what is of a class and refused.
 */
export function plainCopy<T>(value: T, above: readonly unknown[] = []): T {
  // What holds itself, or is nested too deeply, is refused by the check.
  if (above.length > deepest || above.includes(value)) return value;
  const inner = (member: unknown) => plainCopy(member, [...above, value]);
  if (Array.isArray(value)) return Array.from(value, inner) as T;
  if (!isMap(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, inner(member)])) as T;
}
