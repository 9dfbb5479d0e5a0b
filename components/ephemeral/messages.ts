// SPDX-License-Identifier: Apache-2.0
// What a test and the keeper of its host say to each other.
import type { HealthReport } from "../health/report";
import type { Access, Login } from "./access";
import type { EphemeralOptions } from "./options";

/** What the keeper is to make. */
export type Order = Omit<EphemeralOptions, "log"> & { stack: string };

/** From the keeper: first lines, then a host or how it failed; after it was told to stop, it ends. */
export type Word = { line: string } | { host: KeptHost } | { failed: string };

/** Sent to the keeper; the end of whoever sent the order says the same. */
export const stop = "stop";

/** A host that is verified and kept. */
export interface KeptHost extends Login {
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  dockerHost: string;
  dockerVersion: string;
  health: HealthReport;
  access: Access;
}
