// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../../daemon-key";
import { daemonKeys } from "../../daemon-keys";
import type { CloudConfigValue, Problem } from "../../spec";
import { isMap, kind as kindOf, wrongKind } from "../kind";
import { insteadOf } from "../names";
import { at, shown, warning } from "../problem";
import { pathOf, wrong } from "./given";

/** What Go can read a value into. */
type Form =
  | "string"
  | "boolean"
  | "whole number"
  | "anything"
  | { list: Form }
  | { map: Form }
  /** As Go reads them, names may be in upper or lower case. Those that it does not know it ignores. */
  | { members: Record<string, Form> };

const strings: Form = { list: "string" };
const sizes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "string" as const]));
const policy: Form = {
  members: {
    All: "boolean",
    Filter: "anything",
    ...sizes("ReservedSpace", "MaxUsedSpace", "MinFreeSpace", "KeepStorage"),
  },
};
const garbageCollection: Form = {
  members: {
    Enabled: "boolean",
    Policy: { list: policy },
    ...sizes("DefaultReservedSpace", "DefaultMaxUsedSpace", "DefaultMinFreeSpace", "DefaultKeepStorage"),
  },
};
const entitlements: Form = {
  members: { "network-host": "boolean", "security-insecure": "boolean", device: "boolean" },
};

const forms: Record<Kind, Form> = {
  string: "string",
  boolean: "boolean",
  "whole number": "whole number",
  "list of strings": strings,
  "map of strings": { map: "string" },
  "map of booleans": { map: "boolean" },
  "map of maps of strings": { map: { map: "string" } },
  "address pools": { list: { members: { base: "string", size: "whole number" } } },
  ulimits: { map: { members: { Name: "string", Soft: "whole number", Hard: "whole number" } } },
  runtimes: {
    map: { members: { path: "string", runtimeArgs: strings, runtimeType: "string", options: { map: "anything" } } },
  },
  proxies: { members: { "http-proxy": "string", "https-proxy": "string", "no-proxy": "string" } },
  builder: {
    members: {
      GC: garbageCollection,
      Entitlements: entitlements,
      History: { members: { MaxAge: "anything", MaxEntries: "whole number" } },
    },
  },
  map: { map: "anything" },
};

/** What dockerd cannot read in the value of a key, and what it ignores there. */
export function* kinds(key: string, value: CloudConfigValue): Generator<Problem> {
  const known = Object.hasOwn(daemonKeys, key) ? daemonKeys[key] : undefined;
  if (known) yield* look(key, value, forms[known.kind], pathOf(key));
}

function* look(key: string, value: CloudConfigValue, form: Form, path: string): Generator<Problem> {
  // Go leaves alone what is null.
  if (value === null || form === "anything") return;
  if (typeof form === "string") {
    const message = scalar(value, form);
    if (message !== undefined) yield wrong(key, message, "error", path);
  } else if ("list" in form) {
    if (!Array.isArray(value)) yield wrong(key, `is ${kindOf(value)}, and must be a list`, "error", path);
    else for (const [i, item] of value.entries()) yield* look(key, item, form.list, at(path, i));
  } else if (!isMap(value)) {
    yield wrong(key, `is ${kindOf(value)}, and must be a map`, "error", path);
  } else {
    for (const [name, member] of Object.entries(value)) {
      const of = "map" in form ? form.map : caseless(form.members, name);
      if (of !== undefined) yield* look(key, member, of, at(path, name));
      else if ("members" in form && !isEmpty(member)) yield ignored(name, Object.keys(form.members), path);
    }
  }
}

function ignored(name: string, names: string[], path: string): Problem {
  return warning(
    at(path, name),
    `is not known to dockerd, which ignores it; ${insteadOf(name, names)}`,
    "unknown-name",
  );
}

/** Nothing is lost where it is ignored. `nvidia-ctk` writes an empty list of `args` for its runtime. */
function isEmpty(value: CloudConfigValue): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

function scalar(value: CloudConfigValue, wanted: "string" | "boolean" | "whole number"): string | undefined {
  if (typeof value !== (wanted === "whole number" ? "number" : wanted)) return wrongKind(value, wanted);
  const isFraction = wanted === "whole number" && !Number.isSafeInteger(value);
  return isFraction ? `${shown(value)} is not a whole number` : undefined;
}

/** The member that Go takes for a name. */
export function caseless<T>(members: Record<string, T>, name: string): T | undefined {
  return Object.entries(members).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}
