// SPDX-License-Identifier: Apache-2.0
import { readdirSync, renameSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { isAlive } from "../running-process";

/** What has come of a file so far, and who writes to it. */
export const partOf = (file: string, pid = process.pid) => `${file}.part-${pid}`;

/** What a process has left that ended half way is gone on with. */
export function adoptPart(file: string): void {
  const start = basename(partOf(file, 0)).slice(0, -1);
  try {
    for (const name of readdirSync(dirname(file)).filter((each) => each.startsWith(start))) {
      const pid = Number(name.slice(start.length));
      if (pid !== process.pid && !isAlive({ pid, command: "" })) renameSync(join(dirname(file), name), partOf(file));
    }
  } catch {
    // Another process was faster, or there is no folder, which is said when it is written to.
  }
}

export function sizeOfPart(file: string): number {
  return statSync(partOf(file), { throwIfNoEntry: false })?.size ?? 0;
}
