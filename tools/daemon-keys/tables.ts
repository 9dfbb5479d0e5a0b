// SPDX-License-Identifier: Apache-2.0
import type { DaemonKey, Kind, Lifetime } from "../../cloud-init/daemon-key";
import type { Engine } from "./read";

/** What a value in JSON has to be, for the Go type of a key. */
const kinds: Record<string, Kind> = {
  string: "string",
  "net.IP": "string",
  "log.OutputFormat": "string",
  "opts.MemBytes": "string",
  bool: "boolean",
  int: "whole number",
  int64: "whole number",
  "[]string": "list of strings",
  "[]net.IP": "list of strings",
  "[]netip.Addr": "list of strings",
  "map[string]string": "map of strings",
  "map[string]bool": "map of booleans",
  "map[string]map[string]string": "map of maps of strings",
  "opts.PoolsOpt": "address pools",
  "map[string]units.Ulimit": "ulimits",
  "map[string]container.Ulimit": "ulimits",
  "map[string]types.Runtime": "runtimes",
  "map[string]system.Runtime": "runtimes",
  "struct BuilderConfig": "builder",
  "struct Proxies": "proxies",
  "opts.NRIOpts": "map",
  ExtensionConfigs: "map",
};

export function daemonKeys(engines: Engine[]): Record<string, DaemonKey> {
  const names = sorted(engines.flatMap(({ keys }) => Object.keys(keys)));
  return Object.fromEntries(
    names.map((name) => [name, { kind: kindOf(name, engines), ...lifetime(engines, ({ keys }) => name in keys) }]),
  );
}

/** The flags of all engines, but for those that are a key of any. */
export function daemonFlags(engines: Engine[]): Record<string, string> {
  const keys = daemonKeys(engines);
  const flags = Object.assign({}, ...engines.map((engine) => engine.flags)) as Record<string, string>;
  const names = sorted(Object.keys(flags)).filter((name) => !(name in keys));
  return Object.fromEntries(names.map((name) => [name, flags[name] ?? ""]));
}

export function logOptions(engines: Engine[]): Record<string, Record<string, Lifetime>> {
  const drivers = sorted(engines.flatMap((engine) => Object.keys(engine.logOptions)));
  const has = (driver: string, option: string) => (engine: Engine) =>
    engine.logOptions[driver]?.includes(option) ?? false;
  return Object.fromEntries(
    drivers.map((driver) => {
      const options = sorted(engines.flatMap((engine) => engine.logOptions[driver] ?? []));
      return [driver, Object.fromEntries(options.map((name) => [name, lifetime(engines, has(driver, name))]))];
    }),
  );
}

/** @throws Error where the type is not known, or another one in another engine */
function kindOf(name: string, engines: Engine[]): Kind {
  const types = sorted(engines.flatMap(({ keys }) => keys[name] ?? []));
  const [kind, ...others] = sorted(types.map((type) => kinds[type] ?? ""));
  if (!kind || others.length > 0) throw new Error(`no one kind for ${name}, which is ${types.join(" and ")}`);
  return kind as Kind;
}

/** @throws Error where it went and came back */
function lifetime(engines: Engine[], has: (engine: Engine) => boolean): Lifetime {
  const present = engines.map(has);
  const [first, last] = [present.indexOf(true), present.lastIndexOf(true)];
  if (present.slice(first, last).includes(false)) throw new Error("something was taken away and came back");
  const [since, until] = [engines[first]?.version, engines[last + 1]?.version];
  return { ...(first > 0 && since !== undefined && { since }), ...(until !== undefined && { until }) };
}

const sorted = (names: string[]) => [...new Set(names)].sort();
