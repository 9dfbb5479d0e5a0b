// SPDX-License-Identifier: Apache-2.0
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
