// SPDX-License-Identifier: Apache-2.0
import { isMap, type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import type { Failure } from "../cloud/shape";

/** What lies at a path such as `networkInterfaces[0].nicType`. */
export function at(values: Properties, path: string): unknown {
  return path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce<unknown>((value, key) => {
      if (Array.isArray(value)) return value[Number(key)] as unknown;
      return isMap(value) ? value[key] : undefined;
    }, values);
}

/** Refuses values that the plugin does not know, by their path. */
export function oneOf(values: Properties, allowed: Record<string, string[]>): Failure[] {
  return Object.entries(allowed).flatMap(([property, words]) => {
    const value = at(values, property);
    if (value === undefined || value === unknown || (typeof value === "string" && words.includes(value))) return [];
    const name = property.split(".").at(-1) ?? property;
    return [
      { property, reason: `expected ${name} to be one of ${JSON.stringify(words)}, got ${JSON.stringify(value)}` },
    ];
  });
}
