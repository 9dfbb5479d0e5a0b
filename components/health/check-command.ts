// SPDX-License-Identifier: Apache-2.0
import type { Limits } from "./probes";

/** Those inputs of the remote command that are the same for every host. The script comes on stdin. */
export function checkCommand({ total }: Limits): CheckCommand {
  return {
    // The provider cannot stop a command that hangs: the guest does it, a minute after the script should have.
    create: `$([ "$(id -u)" = 0 ] || echo sudo -n) timeout -k 10 ${total + 60} bash -s`,
    addPreviousOutputInEnv: false,
    // The script's stderr says which probe runs; its stdout is the report.
    logging: "stderr",
  };
}

interface CheckCommand {
  create: string;
  addPreviousOutputInEnv: boolean;
  logging: "stderr";
}
