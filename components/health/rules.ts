// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { boolean, fields, list, plain, required, ruled, type Shape, string, tree } from "../../cloud-init/shape";
import { error } from "../../cloud-init/validate/problem";
import { problemsByRow } from "../arguments/check";
import { flag, nothing, type Rows, type Table } from "../arguments/row";
import { endpoint, proxy } from "../ssh/rules";
import type {
  HealthArgs,
  HealthConnectionArgs,
  HealthExpectationsArgs,
  HealthLimitsArgs,
  HostHealthArgs,
} from "./health-args";
import { limit } from "./limit-rule";
import { ownProbesShape } from "./own-probe-rules";
import { defaultLimits } from "./probes";

const limits = {
  ssh: limit(defaultLimits.ssh),
  cloudInit: limit(defaultLimits.cloudInit),
  dockerd: limit(defaultLimits.dockerd),
  container: limit(defaultLimits.container),
  total: limit(defaultLimits.total),
} satisfies Record<keyof HealthLimitsArgs, Shape>;

const options = {
  ...{ probes: ownProbesShape, strict: flag, smokeImage: string, rebootCheck: plain(flag) },
  triggers: list(string),
};

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
  probes: nothing(ownProbesShape),
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
