// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder in which this package keeps something on this computer, such as a machine by project, stack and name. */
export function stateFolder(...path: string[]): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "pulumi-docker-host", ...path);
}
