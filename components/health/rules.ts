// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { boolean, fields, list, plain, required, ruled, type Shape, string, tree } from "../../cloud-init/shape";
import { error, shown } from "../../cloud-init/validate/problem";
import { problemsByRow } from "../arguments/check";
import { flag, nothing, type Rows, type Table, value } from "../arguments/row";
import { endpoint, proxy } from "../ssh/rules";
import type { HealthArgs, HealthConnectionArgs, HealthExpectationsArgs, HealthLimitsArgs } from "./health-args";
import type { HostHealthArgs } from "./host-health";
import { defaultLimits } from "./probes";

/** A day: longer than any boot, shorter than a mistaken number of milliseconds. */
const longest = 86_400;

/** A whole number of seconds. */
export function limit(usual: number): Shape {
  return plain(
    value(function* (given, path) {
      if (Number.isInteger(given) && (given as number) >= 1 && (given as number) <= longest) return;
      const wanted = `use a whole number from 1 to ${longest}, or leave it out for ${usual}`;
      yield error(path, `${shown(given)} is not a limit in seconds; ${wanted}`);
    }),
  );
}

const limits = {
  ssh: limit(defaultLimits.ssh),
  cloudInit: limit(defaultLimits.cloudInit),
  dockerd: limit(defaultLimits.dockerd),
  container: limit(defaultLimits.container),
  total: limit(defaultLimits.total),
} satisfies Record<keyof HealthLimitsArgs, Shape>;

const options = { strict: flag, smokeImage: string, rebootCheck: plain(flag), triggers: list(string) };

/** A host's `health`. */
export const healthShape = plain(fields({ ...limits, ...options } satisfies Record<keyof HealthArgs, Shape>));

const expectations = {
  installed: boolean,
  daemonConfig: tree,
  logDriver: string,
  liveRestore: boolean,
  dataRoot: string,
  registryMirrors: list(string),
  storageDriver: string,
  securityOptions: list(string),
} satisfies Record<keyof HealthExpectationsArgs, Shape>;

const connection = { ...endpoint, proxy, proxyCommand: list(string) } satisfies Record<
  keyof HealthConnectionArgs,
  Shape
>;

/** How to reach a host. */
export const connectionShape = ruled(fields(connection), oneWay);

/** A change of any argument runs the check again, and leaves the host alone. */
export const rows: Table<HostHealthArgs> = {
  connection: nothing(required(connectionShape)),
  dockerUsers: nothing(required(list(string))),
  dockerVersion: nothing(string),
  expectations: nothing(fields(expectations)),
  limits: nothing(plain(fields(limits))),
  unreachableHint: nothing(string),
  consoleLog: nothing(string),
  consoleCommand: nothing(string),
  hostKeyCommand: nothing(string),
  strict: nothing(flag),
  smokeImage: nothing(string),
  rebootCheck: nothing(plain(flag)),
  triggers: nothing(list(string)),
};

const { connection: _dialled, triggers: _compared, ...others } = rows;
/** Those that are checked when they are known: a connection is before it is dialled, and triggers are only compared. */
export const whenKnown: Rows = others;

/** What is wrong with the arguments of `HostHealth`, as far as they are plain. */
export function hostHealthProblems(args: HostHealthArgs): Problem[] {
  return problemsByRow(args, rows);
}

function* oneWay(given: { proxy?: unknown; proxyCommand?: unknown }, path: string): Generator<Problem> {
  if (given.proxy === undefined || given.proxyCommand === undefined) return;
  yield error(`${path}.proxyCommand`, "is another way to the host than proxy; remove one of the two");
}
