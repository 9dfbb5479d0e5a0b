// SPDX-License-Identifier: Apache-2.0
import type { Lifetime } from "../../daemon-key";
import { daemonFlags, daemonKeys, engines } from "../../daemon-keys";
import type { DockerSpec } from "../../docker-spec";
import type { Problem } from "../../spec";
import { engineVersion, isBefore, packageVersion } from "../../version";
import { nearest } from "../names";
import { error, shown, warning } from "../problem";
import { pathOf, wrong } from "./given";

/** What to do instead of a name that once did something, or that is one of dockerd's flags. */
const remedies: Record<string, string> = {
  graph: "set docker.dataRoot",
  "http-proxy": "set docker.proxy",
  "https-proxy": "set docker.proxy",
  "no-proxy": "set docker.noProxy",
  // The key of the same setting is refused as well.
  host: "remove it and reach the daemon over SSH",
};

/** A key of `daemonConfig` that the engine does not have: dockerd refuses it or, where it has such a flag, ignores it. */
export function* keys(name: string, { version }: DockerSpec, place: number): Generator<Problem> {
  if (Object.hasOwn(daemonKeys, name)) yield* lifetime(name, daemonKeys[name] ?? {}, version);
  else if (Object.hasOwn(daemonFlags, name)) yield flag(name, daemonFlags[name] ?? "", version);
  else yield unknown(name, version, place < most);
}

/** No daemon.json has as many keys. Behind them no similar names are looked for, which takes long. */
const most = 200;

/** Whether an engine has something. Without a version, the newest is installed. */
export function isIn({ since, until }: Lifetime, version: string | undefined): boolean {
  if (version === undefined || !packageVersion.test(version)) return until === undefined;
  return (since === undefined || !isBefore(version, since)) && (until === undefined || isBefore(version, until));
}

/** Whether an engine is newer than all that were looked at. */
export function isBeyond(version: string | undefined): boolean {
  return version !== undefined && isBefore(engines.newest, version);
}

function* lifetime(name: string, key: Lifetime, version: string | undefined): Generator<Problem> {
  if (isIn(key, version)) return;
  if (key.until !== undefined && (version === undefined || !isBefore(version, key.until))) {
    yield wrong(name, `is in no engine from ${key.until} on; ${instead(name)}`);
  } else {
    yield wrong(
      name,
      `needs engine ${key.since} or later, and docker.version is ${shown(version)}; change one of them`,
    );
  }
}

function flag(name: string, key: string, version: string | undefined): Problem {
  const isTaken =
    Object.hasOwn(daemonKeys, key) && isIn(daemonKeys[key] ?? {}, version) && !Object.hasOwn(remedies, name);
  const remedy = isTaken ? `write ${JSON.stringify(key)}` : instead(name);
  return wrong(name, `is a flag of dockerd, which ignores that name in daemon.json; ${remedy}`);
}

function unknown(name: string, version: string | undefined, isLookedFor: boolean): Problem {
  const names = Object.keys(daemonKeys).filter((key) => isLookedFor && isIn(daemonKeys[key] ?? {}, version));
  const meant = nearest(name, names);
  const remedy = meant === undefined ? "remove it" : `did you mean ${JSON.stringify(meant)}?`;
  if (version !== undefined && isBeyond(version)) {
    const isUnknown = `is in no engine up to ${engines.newest}, and dockerd ${engineVersion(version)} may refuse it`;
    return warning(pathOf(name), `${isUnknown}; ${remedy}`, "unknown-name");
  }
  return error(pathOf(name), `does not exist, and dockerd would refuse it; ${remedy}`, "unknown-name");
}

function instead(name: string): string {
  return Object.hasOwn(remedies, name) ? (remedies[name] ?? "") : "remove it";
}
