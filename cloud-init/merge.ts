// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, CloudConfigValue } from "./spec";

/**
 * Lays `top` over `base`. The rule, for every key:
 * - in one of them only: taken as it is;
 * - maps in both: merged by this same rule;
 * - lists in both: `base` first, then `top` (so that a caller's `runcmd` runs after Docker is installed);
 * - anything else: `top` wins.
 */
export function merge(base: CloudConfig, top: CloudConfig): CloudConfig {
  const merged: CloudConfig = { ...base };
  for (const [key, value] of Object.entries(top)) {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    merged[key] = below === undefined ? value : lay(below, value);
  }
  return merged;
}

function lay(below: CloudConfigValue, above: CloudConfigValue): CloudConfigValue {
  if (Array.isArray(below) && Array.isArray(above)) return [...below, ...above];
  if (isMap(below) && isMap(above)) return merge(below, above);
  return above;
}

function isMap(value: CloudConfigValue): value is CloudConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
