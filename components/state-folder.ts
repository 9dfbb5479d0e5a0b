// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { join } from "node:path";

/** What this package keeps on this computer: machines by project, stack and name. */
export function stateFolder(...path: string[]): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "pulumi-docker-host", ...path);
}
