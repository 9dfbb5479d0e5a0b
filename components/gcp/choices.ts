// SPDX-License-Identifier: Apache-2.0
// Arguments that are one of a few values. Pulumi makes an enum for other languages of each: with plain names as keys.

/** Whether the machine has a public address, and which. */
export const GcpPublicAddress = {
  /** Another one after each stop. */
  Ephemeral: "ephemeral",
  /** A reserved one, which stays also when the machine is replaced. */
  Static: "static",
  /** Private only. */
  None: "none",
} as const;
export type GcpPublicAddress = (typeof GcpPublicAddress)[keyof typeof GcpPublicAddress];

/** How the machine's SSH key is known before the first connection. */
export const GcpHostKeyFrom = {
  /** Read from Google, which has it from the machine. */
  GuestAttributes: "guestAttributes",
  /** Made here and sent in the user data, which containers can read. */
  Injected: "injected",
  /** Not at all: whoever answers is trusted. */
  Unchecked: "unchecked",
} as const;
export type GcpHostKeyFrom = (typeof GcpHostKeyFrom)[keyof typeof GcpHostKeyFrom];

/** What leads to a machine's SSH where port 22 is not open to who connects: a command line of Google Cloud. */
export const GcpConnectVia = {
  /** Nothing: the machine is reached by its address, or by a bastion. */
  None: "none",
  /** Identity-Aware Proxy: `gcloud compute start-iap-tunnel`. */
  Iap: "iap",
} as const;
export type GcpConnectVia = (typeof GcpConnectVia)[keyof typeof GcpConnectVia];
