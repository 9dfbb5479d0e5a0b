// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

/** A process of this computer. */
export interface RunningProcess {
  pid: number;
  /** Its command line: after a restart of this computer, another process has the number. Where it is empty, the number alone counts. */
  command: string;
}

/** Whether that process still runs. */
export function isAlive({ pid, command }: RunningProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One of another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return command === "" || ["", command].includes(commandOf(pid));
}

/** Empty where there is no `ps`, as in small containers. */
export function commandOf(pid: number): string {
  const { stdout } = spawnSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return (stdout as string | null)?.trim() ?? "";
}
