// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { HostSpec } from "./spec";

/**
 * The caller's commands as lines for cloud-init, which makes one script of all lines, goes on after one that fails, and
 * knows the status of the last one alone. So each line that fails is written down, by its number only: it may hold a
 * secret. `$?` stays what the line before has left. Enterprise Linux's `sh` is bash, which knows the trap.
 */
export function watched({ commands, cloudConfig }: HostSpec): string[] {
  const says = String.raw`commands: line \$((LINENO - $LINENO)) ended with status \$?`;
  const report = String.raw`trap "echo \"${says}\" | tee -a ${defaults.guest.failedCommands} >&2" ERR`;
  // Lines of `cloudConfig` come after them. Where there are none, the last command's status stays that of the script.
  return [report, ...commands, ...(cloudConfig.runcmd === undefined ? [] : ["trap - ERR"])];
}
