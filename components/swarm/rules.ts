// SPDX-License-Identifier: Apache-2.0
// What the arguments of a swarm may be, one row each, and what they may not say together.
import type { Problem } from "../../cloud-init";
import { fields, list, map, plain, required, ruled, type Shape, string } from "../../cloud-init/shape";
import { network, networkOf } from "../../cloud-init/validate/addresses";
import { isMap } from "../../cloud-init/validate/kind";
import { at, error, shown } from "../../cloud-init/validate/problem";
import { problemsByRow } from "../arguments/check";
import { cidrs, sameNetworks } from "../arguments/networks";
import { isLate } from "../arguments/output";
import { flag, inPlace, matches, nothing, oneOf, type Table, value, whole } from "../arguments/row";
import { limit } from "../health/limit-rule";
import { connectionShape } from "../health/rules";
import { Availability, defaultLimits, defaultOptions } from "./order";
import type { DockerSwarmArgs, SwarmLimitsArgs, SwarmNodeArgs } from "./swarm-args";

const name = matches(
  /^[A-Za-z0-9][\w.-]{0,62}$/,
  'a name of letters, digits, dots, dashes and underscores, such as "web-1"',
);

const address = value(function* (given, path) {
  const found = typeof given === "string" ? networkOf(given) : undefined;
  if (found?.family === 4) return;
  yield error(path, `${shown(given)} is not an IPv4 address, for example "10.0.0.11"`);
});

/** A label's value becomes a word of a command on a manager. */
const labelValue = matches(/^[^\p{Cc}]{0,1000}$/u, "one line of at most 1000 characters");
const labels = ruled(map(labelValue), function* (given: Record<string, unknown>, path) {
  for (const key of Object.keys(given)) {
    if (!/^[A-Za-z0-9]([\w./-]{0,126}[A-Za-z0-9])?$/.test(key))
      yield error(at(path, key), "is not a label's name: use letters, digits, dots, dashes, slashes and underscores");
    else if (key.startsWith("pulumi-docker-host."))
      yield error(at(path, key), "is a name of ours, by which members are recognised; use another");
  }
});

const node = {
  name: required(name),
  connection: required(connectionShape),
  privateAddress: required(address),
  machineId: string,
  labels,
  availability: oneOf(...Object.values(Availability)),
  dockerHost: string,
  look: list(string),
  deletedFirst: flag,
} satisfies Record<keyof SwarmNodeArgs, Shape>;

/** For the documentation: no machine is another one for any of them. */
export const nodeRows = Object.fromEntries(Object.entries(node).map(([key, shape]) => [key, inPlace(shape)]));

const limits = {
  ssh: limit(defaultLimits.ssh),
  drain: limit(defaultLimits.drain),
  total: limit(defaultLimits.total),
} satisfies Record<keyof SwarmLimitsArgs, Shape>;

/** More managers are slower, and no safer. An even number lives through no more failures than one less. */
const managers = ruled(list(fields(node)), function* (given: unknown[], path) {
  if ([1, 3, 5, 7].includes(given.length)) return;
  yield error(
    path,
    `are ${given.length}, and must be 1, 3, 5 or 7: a swarm lives while more than half of its managers do`,
  );
});

/** No machine notices more than that it joins, leaves, or has another label. */
export const rows: Table<DockerSwarmArgs> = {
  managers: inPlace(required(managers)),
  workers: inPlace(list(fields(node))),
  addressPool: nothing(cidrs({ families: [4], isGuarded: () => false })),
  subnetSize: nothing(whole(8, 29, "bits of a network")),
  dataPathPort: nothing(whole(1024, 49_151, "a port")),
  mtu: nothing(whole(576, 65_535, "a number of bytes")),
  autolock: nothing(flag),
  limits: nothing(plain(fields(limits))),
  triggers: nothing(list(string)),
};

/** What is wrong with the arguments of `DockerSwarm`, as far as they are plain. */
export function dockerSwarmProblems(args: DockerSwarmArgs): Problem[] {
  const problems = problemsByRow(args, rows);
  return isMap(args) ? [...problems, ...together(args)] : problems;
}

/** What no two members may share. What is known late is passed over. */
function* together(args: Partial<Record<keyof DockerSwarmArgs, unknown>>): Generator<Problem> {
  const seen = { name: new Map<unknown, string>(), privateAddress: new Map<unknown, string>() };
  for (const role of ["managers", "workers"] as const) {
    const members = args[role];
    for (const [i, member] of Array.isArray(members) ? members.entries() : []) {
      if (!isMap(member) || isLate(member)) continue;
      for (const [key, before] of Object.entries(seen)) {
        const given = member[key];
        if (typeof given !== "string") continue;
        const path = `${at(role, i)}.${key}`;
        const other = before.get(given);
        if (other === undefined) before.set(given, path);
        else
          yield error(
            path,
            `${shown(given)} is that of ${other} as well; give each machine once, by a name of its own`,
          );
      }
    }
  }
  const { addressPool, subnetSize = defaultOptions.subnetSize } = args;
  if (!Array.isArray(addressPool)) return;
  yield* sameNetworks(addressPool, "addressPool");
  for (const [i, given] of addressPool.entries()) {
    const prefix = typeof given === "string" ? network(given)?.prefix : undefined;
    if (prefix === undefined || typeof subnetSize !== "number" || prefix <= subnetSize) continue;
    yield error(
      at("addressPool", i),
      `${shown(given)} is smaller than one network of subnetSize ${subnetSize}; use a larger one`,
    );
  }
}
