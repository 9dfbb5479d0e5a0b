// SPDX-License-Identifier: Apache-2.0
import type { FirewallRuleArgs } from "./args";

/** As the names of resources and messages show it. */
export function written({ protocol = "tcp", port, toPort = port }: Omit<FirewallRuleArgs, "cidrs">): string {
  return [protocol, ...(port === undefined ? [] : [port]), ...(toPort === port ? [] : [toPort])].join("-");
}

/** Whether its members are of the right kinds: where they are not, that is told, and nothing follows from them. */
export function isReadable({ protocol = "tcp", port = 0, toPort = 0 }: Omit<FirewallRuleArgs, "cidrs">): boolean {
  return [protocol, port, toPort].map((one) => typeof one).join() === "string,number,number";
}

/** Whether SSH can come in by it. */
export function opensSsh({ protocol = "tcp", port, toPort = port }: Omit<FirewallRuleArgs, "cidrs">): boolean {
  const isSsh = port === undefined || (port <= 22 && 22 <= (toPort ?? port));
  return protocol === "all" || (protocol === "tcp" && isSsh);
}
