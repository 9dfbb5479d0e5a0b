// SPDX-License-Identifier: Apache-2.0
import { distance } from "fastest-levenshtein";

import type { Problem } from "../spec";
import { at, error } from "./problem";

/** A problem for each name that is not in the table. A name whose value is undefined counts as absent. */
export function* unknownNames(given: object, table: object, path = ""): Generator<Problem> {
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !Object.hasOwn(table, name)) yield unknownName(name, Object.keys(table), path);
  }
}

export function unknownName(written: string, names: string[], path: string): Problem {
  return error(at(path, written), `does not exist; ${insteadOf(written, names)}`, "unknown-name");
}

/** What to write instead of a name that does not exist: the one that was probably meant, or else all names. */
export function insteadOf(written: string, names: string[]): string {
  const meant = nearest(written, names);
  return meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
}

/** The nearest name, where at most one letter in three differs. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, changes: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.changes - other.changes);
  return best && best.changes <= Math.ceil(written.length / 3) ? best.name : undefined;
}
