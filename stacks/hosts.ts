// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { at, duplicates, error } from "../cloud-init/validate/problem";
import { isMap, kind } from "../cloud-init/validate/kind";
import type { Config, Key } from "./config";
import type { Arguments, Target } from "../components/platforms";
import { withoutValues } from "../components/arguments/without-values";

/** A host of the stack. */
export interface Host {
  name: string;
  args: Arguments;
  /** Where the user has written an argument, or would write it. */
  path: (argument: string) => string;
  isSecret: boolean;
}

/** The host of the platform's map or, with a list, one for each entry, whose own arguments win over the map's. */
export function hostsOf({ hosts, maps, path, isSecret }: Config, target: Key): Host[] {
  const { name: only = "docker-host", ...shared } = maps[target] ?? {};
  if (hosts.length === 0) {
    const place = (argument: string) => at(path(target), argument);
    return [{ name: only as string, args: shared, path: place, isSecret: isSecret(target) }];
  }
  return hosts.map((given, i) => {
    const entry = at(path("hosts"), i);
    const { name, ...own } = isMap(given) ? given : {};
    return {
      name: name as string,
      args: { ...shared, ...own },
      path: (argument) => at(argument in shared && !(argument in own) ? path(target) : entry, argument),
      isSecret: isSecret(target) || isSecret("hosts"),
    };
  });
}

/** Entries of the list that are not maps. */
export function* unreadable({ hosts, path }: Config): Generator<Problem> {
  for (const [i, given] of hosts.entries()) {
    if (!isMap(given)) yield error(at(path("hosts"), i), `is ${kind(given)}, and must be a map`, "kind");
  }
}

/** Wrong names, and values that two hosts cannot both have. */
export function* problemsTogether(hosts: Host[], distinct: Record<string, unknown>): Generator<Problem> {
  for (const { name, path } of hosts) {
    if ((name as string | undefined) === undefined)
      yield error(path("name"), "is missing; each host of the list has one");
    else if (typeof (name as unknown) !== "string" || !/^[A-Za-z0-9][\w.-]*$/.test(name))
      yield error(path("name"), `${JSON.stringify(name)} is not a host's name; use letters, digits, ".", "_" and "-"`);
  }
  const named = hosts.filter(({ name }) => (name as string | undefined) !== undefined);
  yield* duplicates(
    named.map(({ name }) => name),
    (i) => named[i]?.path("name") ?? "",
  );
  for (const [argument, byDefault] of Object.entries(distinct)) {
    const owners = new Map<unknown, string>();
    for (const { name, args, path } of hosts) {
      const value = args[argument] ?? byDefault;
      if (value === undefined) continue;
      const owner = owners.get(value);
      if (owner === undefined) owners.set(value, name);
      else yield error(path(argument), taken(name, argument, value, owner));
    }
  }
}

/** What the component would refuse, by the user's own path. */
export function problemsOf(host: Host, target: Target): Problem[] {
  return target.problems((host.name as string | undefined) ?? "docker-host", host.args).map((problem) => {
    const [argument = ""] = /^\w+/.exec(problem.path) ?? [];
    const path = host.path(argument) + problem.path.slice(argument.length);
    return { ...problem, path, message: host.isSecret ? withoutValues(problem.message, host.args) : problem.message };
  });
}

function taken(name: string, argument: string, value: unknown, owner: string): string {
  return `${JSON.stringify(value)} belongs to host ${JSON.stringify(owner)} already, and ${JSON.stringify(name)} cannot share its ${argument}; give each host one of its own`;
}
