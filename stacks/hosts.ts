// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { at, duplicates, error, shown } from "../cloud-init/validate/problem";
import { isMap, kind } from "../cloud-init/validate/kind";
import type { Config, Key } from "./config";
import type { Arguments, Target } from "../components/platforms";
import { withoutValues } from "../components/arguments/without-values";

const hostName = /^[A-Za-z0-9][\w.-]*$/;
const isName = (name: unknown): name is string => typeof name === "string" && hostName.test(name);

/** A host of the stack. */
export interface Host {
  /** A string in settings without mistake. */
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
    if ((name as unknown) === undefined) yield error(path("name"), "is missing; each host of the list has one");
    else if (!isName(name))
      yield error(path("name"), `${shown(name)} is not a host's name; use letters, digits, ".", "_" and "-"`);
  }
  const named = hosts.filter(({ name }) => isName(name));
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

/** What is known of a component's arguments. */
export type Checked = Pick<Target, "distinct" | "together" | "problems">;

/** What the component would refuse, by the user's own path. */
export function problemsOf(host: Host, target: Checked): Problem[] {
  // A wrong name is told already.
  const name = isName(host.name) ? host.name : "docker-host";
  return target.problems(name, host.args).map((problem) => {
    const argument = argumentOf(problem.path, host.args);
    const path = host.path(argument) + problem.path.slice(at("", argument).length);
    return { ...problem, path, message: host.isSecret ? withoutValues(problem.message, host.args) : problem.message };
  });
}

/** The first step of a path: a name that nobody knows may be of any form. */
function argumentOf(path: string, args: Arguments): string {
  const isFirst = (step: string) => path.startsWith(step) && ["", ".", "["].includes(path.charAt(step.length));
  return Object.keys(args).find((name) => isFirst(at("", name))) ?? /^\w*/.exec(path)?.[0] ?? "";
}

function taken(name: string, argument: string, value: unknown, owner: string): string {
  return `${shown(value)} belongs to host ${shown(owner)} already, and ${shown(name)} cannot share its ${argument}; give each host one of its own`;
}
