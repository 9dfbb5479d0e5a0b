// SPDX-License-Identifier: Apache-2.0

/** Which engines have something. */
export interface Lifetime {
  /** The first engine that has it, where that is not the first of all that were looked at. */
  since?: string;
  /** The first engine that does not have it any more. */
  until?: string;
}

/** A key of daemon.json. */
export interface DaemonKey extends Lifetime {
  kind: Kind;
}

/** What the value of a key has to be. */
export type Kind =
  | "string"
  | "boolean"
  | "whole number"
  | "list of strings"
  | "map of strings"
  | "map of booleans"
  | "map of maps of strings"
  | "address pools"
  | "ulimits"
  | "runtimes"
  | "builder"
  | "proxies"
  | "map";
