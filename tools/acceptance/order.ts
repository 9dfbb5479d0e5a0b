// SPDX-License-Identifier: Apache-2.0
import type { Arguments } from "../../components/platforms";

export const parts = ["host", "image", "swarm"] as const;
/** What can be tried by itself. */
export type Part = (typeof parts)[number];

export const clouds = ["aws", "gcp"] as const;
export type CloudName = (typeof clouds)[number];

/** What is to be tried, where, as plain data: another process gets it. */
export interface RunOrder {
  target: CloudName;
  /** On all names of what is made, and in a tag or label of it. No other run has the same. */
  prefix: string;
  /** After so many minutes each machine ends by itself, whatever becomes of us. */
  ttlMinutes: number;
  parts: Part[];
  /** Arguments of each host, where the account needs others than ours. */
  args: Arguments;
  /** The provider's configuration. */
  config: Record<string, string>;
  /** What was made stays, for a look. */
  keep: boolean;
}

/** Whose leavings are removed: of all runs in a cloud, or of one. */
export interface ReapOrder {
  target: CloudName;
  prefix?: string;
}

/** The tag, or label, that holds the prefix. */
export const runTag = "docker-host-test";
