// SPDX-License-Identifier: Apache-2.0
// What an engine's API has answered, of which nothing is certain.
import { isMap } from "../../cloud-init/validate/kind";

export type Plain = Record<string, unknown>;

/** Empty where it is no string. */
export const text = (value: unknown) => (typeof value === "string" ? value : "");

/** A map in a map; an empty one where it is none. */
export const member = (value: unknown, name: string): Plain => {
  const found: unknown = isMap(value) ? value[name] : undefined;
  return isMap(found) ? found : {};
};

/** Undefined for what was cut off, or is no JSON. */
export function parsed(json = ""): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
