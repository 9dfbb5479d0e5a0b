// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";

import { isMap, isSecret, type Properties } from "./values";

export type Change = "add" | "delete" | "update";

/** What differs, by its path. That a change of `triggers[*]` replaces is the SDK's wish and the engine's decision. */
export function diff(olds: Properties, news: Properties): Map<string, Change> {
  const changes = new Map<string, Change>();
  compare("", olds, news, changes);
  return changes;
}

function compare(path: string, old: unknown, now: unknown, changes: Map<string, Change>): void {
  if (old === undefined && now === undefined) return;
  if (old === undefined) changes.set(path, "add");
  else if (now === undefined) changes.set(path, "delete");
  else if (Array.isArray(old) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(old.length, now.length); index++)
      compare(`${path}[${index}]`, old[index], now[index], changes);
  } else if (isMap(old) && isMap(now) && !isSecret(old) && !isSecret(now)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)]))
      compare(join(path, key), old[key], now[key], changes);
    // A secret is one value: where something in it differs, or it is no longer secret, the whole of it does.
  } else if (!isDeepStrictEqual(old, now)) changes.set(path, "update");
}

function join(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
