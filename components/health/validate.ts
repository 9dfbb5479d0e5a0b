// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { unknownNames } from "../../cloud-init/validate/names";
import { error } from "../../cloud-init/validate/problem";
import { isMap } from "../../cloud-init/validate/shape";
import { type NamesOf, proxyNames } from "../argument-names";
import { isLate, mapProblems, unknownMembers } from "../arguments";
import { plainEndpointProblems, proxyProblems } from "../ssh-endpoint";
import type { HealthArgs, HealthConnectionArgs, HealthExpectationsArgs, HealthLimitsArgs } from "./health-args";
import type { HostHealthArgs } from "./host-health";
import { defaultLimits } from "./probes";

/** A day: longer than any boot, shorter than a mistaken number of milliseconds. */
const longest = 86_400;

const limitNames: NamesOf<HealthLimitsArgs> = defaultLimits;
const healthNames: NamesOf<HealthArgs> = {
  ...limitNames,
  strict: true,
  smokeImage: true,
  rebootCheck: true,
  triggers: true,
};
const expectationNames: NamesOf<HealthExpectationsArgs> = {
  installed: true,
  daemonConfig: true,
  logDriver: true,
  liveRestore: true,
  dataRoot: true,
  registryMirrors: true,
  storageDriver: true,
  securityOptions: true,
};
const connectionNames: NamesOf<HealthConnectionArgs> = { ...proxyNames, proxy: true, proxyCommand: true };
const names: NamesOf<HostHealthArgs> = {
  connection: true,
  dockerUsers: true,
  dockerVersion: true,
  expectations: true,
  limits: true,
  unreachableHint: true,
  consoleLog: true,
  consoleCommand: true,
  strict: true,
  smokeImage: true,
  rebootCheck: true,
  triggers: true,
};

/** What is wrong with a host's `health`. */
export function healthProblems(health: HealthArgs | undefined): Problem[] {
  return limitProblems(health, "health", healthNames);
}

/** What is wrong with the arguments of `HostHealth`, as far as they are plain. */
export function hostHealthProblems(args: HostHealthArgs): Problem[] {
  const { connection, expectations, limits } = args;
  const missing = (["connection", "dockerUsers"] as const).filter((name) => (args[name] as unknown) === undefined);
  return [
    ...unknownNames(args, names),
    ...missing.map((name) => error(name, "is missing")),
    ...connectionProblems(connection),
    ...unknownMembers(expectations, "expectations", expectationNames),
    ...limitProblems(limits, "limits", limitNames),
  ];
}

/** What is wrong with a connection, as far as it is known now; what comes late is looked at before it is dialled. */
function connectionProblems(given: HostHealthArgs["connection"] | undefined): Problem[] {
  const unknown = unknownMembers(given, "connection", connectionNames);
  if (isLate(given) || !isMap(given)) return unknown;
  const { proxy, proxyCommand } = given;
  const both = proxy !== undefined && proxyCommand !== undefined;
  return [
    ...unknown,
    ...plainEndpointProblems(given, "connection"),
    ...proxyProblems(proxy, "connection.proxy"),
    ...(both ? [error("connection.proxyCommand", "is another way to the host than proxy; remove one of both")] : []),
  ];
}

/** What is wrong with a map of limits, and of other names, by paths below `path`. */
function limitProblems(given: HealthLimitsArgs | undefined, path: string, allowed: object): Problem[] {
  if (given === undefined) return [];
  const unreadable = mapProblems(given, path);
  if (unreadable.length > 0) return unreadable;
  const wrong = (Object.keys(limitNames) as (keyof HealthLimitsArgs)[])
    .map((name) => [name, given[name]] as const)
    .filter(([, value]) => value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= longest))
    .map(([name, value]) =>
      error(
        `${path}.${name}`,
        `${JSON.stringify(value)} is not a limit in seconds; use a whole number from 1 to ${longest}, or leave it out for ${defaultLimits[name]}`,
      ),
    );
  return [...unknownMembers(given, path, allowed), ...wrong];
}
