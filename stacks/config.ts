// SPDX-License-Identifier: Apache-2.0
// The project's keys in the stack's configuration, as they come: each is a string, in which lists and maps are JSON.
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import { isMap } from "../cloud-init/validate/kind";
import { insteadOf } from "../cloud-init/validate/names";
import { at, error, shown } from "../cloud-init/validate/problem";
import { holdsSecret } from "../components/config-secret";
import type { Arguments } from "../components/platforms";

/** Pulumi.yaml describes the same keys. The engine holds the values of a stack's file to it, and no others. */
export const keys = {
  target: "text",
  makes: "text",
  hosts: "list",
  local: "map",
  aws: "map",
  gcp: "map",
  swarm: "map",
  protect: "boolean",
  recheck: "text",
} as const;

export type Key = keyof typeof keys;

export interface Config {
  target: string | undefined;
  makes: string;
  hosts: unknown[];
  maps: Record<string, Arguments>;
  /** Empty where there is none. */
  swarm: Arguments;
  protect: boolean;
  recheck: string;
  problems: Problem[];
  /** The full name of a key, for errors. */
  path: (key: Key) => string;
  /** Whether there is a secret in the value. Pulumi does not say where in it. */
  isSecret: (key: Key) => boolean;
}

export function readConfig(project: string): Config {
  const problems: Problem[] = [];
  const path = (key: string) => `${project}:${key}`;
  const isSecret = (key: string) => holdsSecret(path(key));
  const read = <T>(key: Key, fallback: T, accepts: (value: unknown) => boolean, wanted: string): T => {
    const text = pulumi.runtime.getConfig(path(key));
    if (text === undefined) return fallback;
    const value = parsed(text);
    if (accepts(value)) return value as T;
    problems.push(error(path(key), `must be ${wanted}${isSecret(key) ? "" : `, got ${shown(text)}`}`));
    return fallback;
  };
  const map = (key: Key) => read<Arguments>(key, {}, isMap, "a map");

  for (const key of Object.keys(pulumi.runtime.allConfig())) {
    if (!key.startsWith(path("")) || Object.hasOwn(keys, key.slice(path("").length))) continue;
    const name = key.slice(path("").length);
    problems.push(error(path("") + at("", name), `does not exist; ${insteadOf(name, Object.keys(keys))}`));
  }
  return {
    target: pulumi.runtime.getConfig(path("target")),
    makes: pulumi.runtime.getConfig(path("makes")) ?? "hosts",
    hosts: read<unknown[]>("hosts", [], Array.isArray, "a list"),
    maps: { local: map("local"), aws: map("aws"), gcp: map("gcp") },
    swarm: map("swarm"),
    protect: read("protect", false, (value) => typeof value === "boolean", "true or false"),
    recheck: pulumi.runtime.getConfig(path("recheck")) ?? "",
    ...{ problems, path, isSecret },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
