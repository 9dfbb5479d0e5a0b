// SPDX-License-Identifier: Apache-2.0
import type { AddressPoolSpec } from "../../docker-spec";
import type { CloudConfig, CloudConfigValue, Problem } from "../../spec";
import { isWithin, type Network, network } from "../addresses";
import { at, error, shown, warning } from "../problem";
import { caseless } from "./kinds";
import { type Given, map, pathOf, text } from "./given";

const key = "default-address-pools";
/** With as few as these, one more project of Compose may be one too many. */
const few = 3;

/** Where Docker's networks get their addresses: docker0, and each that is made later. */
export function* pools({ spec: { docker }, own }: Given): Generator<Problem> {
  const written = Array.isArray(own[key]) ? own[key].map(poolOf) : [];
  const problems = [
    ...docker.addressPools.flatMap((pool, i) => [...onePool(pool, at("docker.addressPools", i))]),
    ...written.flatMap((pool, i) => [...onePool(pool, at(pathOf(key), i))]),
  ];
  yield* problems;
  const all = [...docker.addressPools, ...written];
  if (problems.length === 0 && all.length > 0) {
    yield* enough(all, own, docker.addressPools.length > 0 ? "docker.addressPools" : pathOf(key));
  }
}

/** A pool that somebody wrote as Go reads it. */
function poolOf(value: CloudConfigValue): AddressPoolSpec {
  const [base, size] = [caseless(map(value), "base"), caseless(map(value), "size")];
  return { base: typeof base === "string" ? base : "", size: typeof size === "number" ? size : 0 };
}

function* onePool({ base, size }: AddressPoolSpec, path: string): Generator<Problem> {
  const pool = network(base);
  if (!pool) {
    yield error(`${path}.base`, `${shown(base)} is not a network in CIDR form, for example "10.200.0.0/16"`);
    return;
  }
  const most = pool.family === 4 ? 30 : 128;
  if (!Number.isInteger(size) || size < pool.prefix || size > most) {
    yield error(
      `${path}.size`,
      `${shown(size)} is not a prefix length that fits into ${base}; use a whole number from ${pool.prefix} to ${most}`,
    );
  }
}

/** Each network has a part of one of the pools, and IPv4 whatever else it has. */
function* enough(all: AddressPoolSpec[], own: CloudConfig, path: string): Generator<Problem> {
  const networks = all.flatMap(({ base, size }) => {
    const found = network(base);
    return found?.family === 4 ? [{ ...found, size }] : [];
  });
  const apart = withoutParts(networks);
  const total = apart.reduce((sum, { prefix, size }) => sum + 2 ** (size - prefix), 0);
  const left = total - taken(apart, own);
  if (networks.length === 0) {
    yield error(
      path,
      "holds no IPv4 network, which each of Docker's networks needs; add one, for example 10.200.0.0/16",
    );
  } else if (left <= 0) {
    const all = total === 1 ? "one network" : `${total} networks`;
    yield error(path, `holds ${all}, and docker0 leaves none for others; make a size larger, or add a pool`);
  } else if (left <= few) {
    const some = left === 1 ? "one network" : `${left} networks`;
    yield warning(
      path,
      `leaves ${some} beside docker0, and each project of Compose takes one; make a size larger, or add a pool`,
    );
  }
}

/** A pool within another brings nothing new. Sorted by address, a part stands behind its whole. */
function withoutParts<Pool extends Network>(pools: Pool[]): Pool[] {
  const apart: Pool[] = [];
  for (const pool of pools.sort((one, other) => start(one) - start(other) || one.prefix - other.prefix)) {
    const last = apart.at(-1);
    if (!last || !isWithin(pool, last)) apart.push(pool);
  }
  return apart;
}

/** The first address of an IPv4 network as a number. */
function start({ base }: Network): number {
  return base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** How many networks docker0 takes out of the pools. */
function taken(all: (Network & { size: number })[], own: CloudConfig): number {
  if (text(own, "bridge") !== undefined) return 0;
  const chosen = network(text(own, "bip") ?? text(own, "fixed-cidr") ?? "");
  if (!chosen) return 1;
  return all.reduce((sum, pool) => {
    if (isWithin(chosen, pool)) return sum + 2 ** Math.max(0, pool.size - chosen.prefix);
    return isWithin(pool, chosen) ? sum + 2 ** (pool.size - pool.prefix) : sum;
  }, 0);
}
