// SPDX-License-Identifier: Apache-2.0
import { type Arguments, targets } from "../platforms";
import { ownPortRange } from "./docker/port-range";
import { freePort } from "./free-port";
import { defaultTtlMinutes } from "./options";
import type { Order } from "./messages";

/** What it makes. */
export type HostOrder = Pick<Order, "target" | "name"> & { args: Arguments };

/** The program of a throw-away stack: one host that ends by itself. */
export async function program({ target, name = "docker-host", args }: HostOrder): Promise<Record<string, unknown>> {
  const reachedAt = target === "local" ? { sshPort: await freePort() } : {};
  const sysctls = { ...(await ownPortRange()), ...(args.sysctls as Record<string, string> | undefined) };
  const all = { ...reachedAt, ttlMinutes: defaultTtlMinutes, ...args, sysctls };
  const host = targets[target].create(name, all);
  const { address, port, user, dockerHost, knownHosts, privateKey, proxyCommand, dockerVersion, health } = host;
  return { address, port, user, dockerHost, knownHosts, privateKey, proxyCommand, dockerVersion, health };
}
