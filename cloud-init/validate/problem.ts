// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import { holdsPrivateKey, shown } from "./shown";

export { shown };

/** `code` takes the place of the key of the problem's row or, where it begins with `/`, is put behind that key. */
export function error(path: string, message: string, code = ""): Problem {
  return { severity: "error", path, message, code };
}

export function warning(path: string, message: string, code = ""): Problem {
  return { severity: "warning", path, message, code };
}

/** The path of a member, in Pulumi's notation. Like a value, a name may be a secret or very long. */
export function at(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_]\w{0,77}$/.test(key) || holdsPrivateKey(key)) return `${path}[${shown(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A problem for each value that is already at an earlier place of the list. */
export function* duplicates(values: string[], path: (i: number) => string): Generator<Problem> {
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    if (seen.has(value)) yield error(path(i), `${shown(value)} is here twice; keep one of them`);
    seen.add(value);
  }
}

/** A problem for each value that is not of the wanted form. */
export function* demandEach(
  values: string[],
  path: string,
  holds: (value: string) => boolean,
  message: string,
): Generator<Problem> {
  for (const [i, value] of values.entries()) {
    if (!holds(value)) yield error(at(path, i), `${shown(value)} ${message}`);
  }
  yield* duplicates(values, (i) => at(path, i));
}

/** A problem where a number is given, but is not a whole number within the range. */
export function* demandWhole(
  value: number | undefined,
  path: string,
  [least, most]: [number, number],
  unit: string,
): Generator<Problem> {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  yield error(path, `${shown(value)} is not a whole number of ${unit} from ${least} to ${most}`);
}
