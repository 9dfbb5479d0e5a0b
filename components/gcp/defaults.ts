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
  hostKeyFrom: "guestAttributes",
  secureBoot: true,
  mountPath: "/data",
  scopes: ["https://www.googleapis.com/auth/cloud-platform"],
} as const;

/** Whether a firewall rule is made: the caller's own rules, or those that a bastion has anyway, may do. */
export function needsFirewall({ sshSourceRanges, iapTunnelPort }: GcpDockerHostArgs): boolean {
  return sshSourceRanges !== undefined || iapTunnelPort !== undefined;
}
