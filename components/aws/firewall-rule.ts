// SPDX-License-Identifier: Apache-2.0
import type { FirewallRuleArgs } from "./args";

/** As the names of resources and messages show it. */
export function written({ protocol = "tcp", port, toPort = port }: Omit<FirewallRuleArgs, "cidrs">): string {
  return [protocol, ...(port === undefined ? [] : [port]), ...(toPort === port ? [] : [toPort])].join("-");
}

/** Whether SSH can come in by it. */
export function opensSsh({ protocol = "tcp", port, toPort = port }: Omit<FirewallRuleArgs, "cidrs">): boolean {
  const isSsh = port === undefined || (port <= 22 && 22 <= (toPort ?? port));
  return protocol === "all" || (protocol === "tcp" && isSsh);
}
