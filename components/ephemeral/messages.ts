// SPDX-License-Identifier: Apache-2.0
// What a test and the keeper of its host say to each other.
import type { HealthReport } from "../health/report";
import type { Access, Login } from "./access";
import type { EphemeralOptions } from "./options";

/** What the keeper is to make. */
export type Order = Omit<EphemeralOptions, "log" | "args"> & {
  args: Required<EphemeralOptions>["args"];
};

/** From the keeper: lines of progress and the name of the stack, then the host, or why there is none. */
export type Message = { line: string } | { stack: string } | { host: KeptHost } | { failed: string };

/** Tells the keeper to stop. The end of the process that sent the order means the same. */
export const stop = "stop";

/** A host that is verified and kept. */
export interface KeptHost extends Login {
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  dockerHost: string;
  dockerVersion: string;
  health: HealthReport;
  access: Access;
}
