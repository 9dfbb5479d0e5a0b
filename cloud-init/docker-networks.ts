// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "./spec";
import { isWithin, network, overlap } from "./validate/addresses";

/** A range from which Docker takes networks of a size in bits; without a size it is the default network itself. */
interface Pool {
  base: string;
  size?: number;
}

/** Where daemon.json names none: https://docs.docker.com/engine/network/#automatic-subnet-allocation */
const own: Pool[] = [
  ...["172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16"].map((base) => ({ base, size: 16 })),
  ...["172.20.0.0/14", "172.24.0.0/14", "172.28.0.0/14"].map((base) => ({ base, size: 16 })),
  { base: "192.168.0.0/16", size: 20 },
];

function poolsOf(daemon: CloudConfig): Pool[] {
  const { bip, "fixed-cidr": fixed, "default-address-pools": given } = daemon;
  const bridge = bip ?? fixed;
  const pools = Array.isArray(given) ? (given as unknown as Pool[]) : [];
  return [...(typeof bridge === "string" ? [{ base: bridge }] : []), ...(pools.length > 0 ? pools : own)];
}

/** The ranges from which Docker takes its networks, by a daemon.json that has passed the rules. */
export function dockerNetworks(daemon: CloudConfig): string[] {
  return poolsOf(daemon).map(({ base }) => base);
}

/**
 * The first of them in which Docker may take what belongs to a larger network around the machine's own. It leaves out each
 * part that overlaps the machine's own network, and knows of no other behind a gateway.
 */
export function takenFrom(around: string, machines: string, daemon: CloudConfig): string | undefined {
  const [large, near] = [network(around), network(machines)];
  return poolsOf(daemon).find(({ base, size }) => {
    const pool = network(base);
    const both = pool && large && overlap(pool, large);
    if (!both) return false;
    if (size === undefined || !near) return true;
    const part = network(`${both.base}/${size}`);
    return !isWithin(both, near) && !(both.prefix >= size && part && overlap(part, near));
  })?.base;
}
