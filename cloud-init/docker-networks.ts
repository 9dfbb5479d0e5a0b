// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "./spec";

/** Docker's own, where daemon.json names none: https://docs.docker.com/engine/network/#automatic-subnet-allocation */
const own = ["172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16", "172.20.0.0/14", "172.24.0.0/14", "172.28.0.0/14"];

/**
 * The ranges from which Docker takes its networks, by a daemon.json that has passed the rules. It leaves out what overlaps a
 * network in which the machine itself is, and knows of none behind a gateway.
 */
export function dockerNetworks(daemon: CloudConfig): string[] {
  const { bip, "fixed-cidr": fixed, "default-address-pools": pools } = daemon;
  const bridge = bip ?? fixed;
  const given = (Array.isArray(pools) ? pools : []).map((pool) => (pool as { base: string }).base);
  return [...(typeof bridge === "string" ? [bridge] : []), ...(given.length > 0 ? given : [...own, "192.168.0.0/16"])];
}
