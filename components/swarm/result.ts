// SPDX-License-Identifier: Apache-2.0
import type { SwarmReport } from "./report";

/** The stdout of a swarm's command, as JSON. Secret: with the key, a copy of a manager's disk can be read. */
export interface SwarmResult {
  health: SwarmReport;
  /** Empty without autolock. */
  unlockKey: string;
}
