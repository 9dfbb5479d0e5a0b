// SPDX-License-Identifier: Apache-2.0
import type { GcpDockerHostArgs } from "./args";

/** The login of Rocky's images. */
export const login = "rocky";

/** What is in force where nothing is said. */
export const gcpDefaults = {
  // Two shared processors and 4 GiB: dnf needs one GiB for itself, and Docker should not begin at the limit.
  machineType: "e2-medium",
  diskGiB: 30,
  network: "default",
  publicAddress: "ephemeral",
  connectVia: "none",
  hostKeyFrom: "guestAttributes",
  secureBoot: true,
  mountPath: "/data",
  scopes: ["https://www.googleapis.com/auth/cloud-platform"],
} as const;

/** The same for images: what Google's own has, which is the least that a host can have. */
export const gcpImageDefaults = { ...gcpDefaults, diskGiB: 20, family: "docker-host" } as const;

/** Whether a firewall rule is made: the caller's own rules, or those that a bastion has anyway, may do. */
export function needsFirewall({ sshSourceRanges, ...args }: GcpDockerHostArgs): boolean {
  return sshSourceRanges !== undefined || letsIapIn(args);
}

/** Whether the rule is also for Identity-Aware Proxy. */
export function letsIapIn({ connectVia, iapTunnelPort, networkTags }: GcpDockerHostArgs): boolean {
  return iapTunnelPort !== undefined || (connectVia === "iap" && networkTags === undefined);
}
