// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";

/** What to say of a machine that gives no answer and writes its console to this file. */
export function consoleHint(file: string): string {
  const text = existsSync(file) ? readFileSync(file, "latin1") : "";
  // The last line of a kernel that stays as it is: one that restarts writes another.
  const [, panic] = /---\[ end (Kernel panic - [ -~]*) \]---\s*$/.exec(text.slice(-1000)) ?? [];
  const named = `its console is ${file}`;
  if (panic === undefined) return named;
  return `the machine has stopped with "${panic}": end its process, and the next up starts it again; ${named}`;
}
