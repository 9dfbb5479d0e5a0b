// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";

const read = (file: string) => (existsSync(file) ? readFileSync(file, "latin1") : "");

/** What to say of a machine that gives no answer and writes its console to this file. */
export function consoleHint(file: string): string {
  // The last line of a kernel that stays as it is: one that restarts writes another.
  const [, panic] = /---\[ end (Kernel panic - [ -~]*) \]---\s*$/.exec(read(file).slice(-1000)) ?? [];
  const named = `its console is ${file}`;
  if (panic === undefined) return named;
  return `the machine has stopped with "${panic}": end its process, and the next up starts it again; ${named}`;
}

/** The last lines that the machine wrote there, as they can be shown on a terminal. */
export function consoleTail(file: string): string {
  const lines = read(file)
    .slice(-4000)
    // eslint-disable-next-line no-control-regex -- colours and moves of the cursor
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .replace(/[^\n -~]/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines
    .slice(-5)
    .map((line) => `  ${line.slice(0, 160)}`)
    .join("\n");
}
