// SPDX-License-Identifier: Apache-2.0
import { type Arguments, targets } from "../platforms";
import { ownPortRange } from "./docker/port-range";
import { freePort } from "./free-port";
import { defaultTtlMinutes } from "./options";
import type { Order } from "./messages";

/** The program of a throw-away stack: one host that ends by itself. */
export async function program({ target, name = "docker-host", args }: Order): Promise<Record<string, unknown>> {
  const reachedAt = target === "local" ? { sshPort: await freePort() } : {};
  const sysctls = { ...(await ownPortRange()), ...args.sysctls };
  const all = { ...reachedAt, ttlMinutes: defaultTtlMinutes, ...(args as Arguments), sysctls };
  const host = targets[target].create(name, all);
  const { address, port, user, dockerHost, knownHosts, privateKey, proxyCommand, dockerVersion, health } = host;
  return { address, port, user, dockerHost, knownHosts, privateKey, proxyCommand, dockerVersion, health };
}
