// SPDX-License-Identifier: Apache-2.0
import type { Failure } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";

/** Refuses what the real provider takes and the stand-in has nothing for. */
export function undone(given: Properties, names: string[], what: string, instead = ""): Failure[] {
  return names
    .filter((name) => given[name] !== undefined && given[name] !== false && given[name] !== unknown)
    .map((property) => ({
      property,
      reason: `the laboratory's stand-in does not do ${property} of ${what}${instead}`,
    }));
}
