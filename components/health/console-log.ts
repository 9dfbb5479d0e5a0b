// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";

import { quote } from "../../cloud-init/shell";
import type { CheckOrder } from "./check-order";

const read = (file: string) => (existsSync(file) ? readFileSync(file, "latin1") : "");

/** What to say of a machine that gives no answer and writes its console to this file. */
export function consoleHint(file: string): string {
  // A kernel that has stopped writes this as its last line: one that restarts writes more.
  const [, panic] = /---\[ end (Kernel panic - [ -~]*) \]---\s*$/.exec(read(file).slice(-1000)) ?? [];
  const named = `its console is ${file}`;
  if (panic === undefined) return named;
  return `the machine has stopped with "${panic}": end its process, and the next up starts it again; ${named}`;
}

/** The last lines that the machine wrote there, as they can be shown on a terminal. */
export function consoleTail(file: string): string[] {
  const lines = read(file)
    .slice(-4000)
    // eslint-disable-next-line no-control-regex -- colours and moves of the cursor
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .replace(/[^\n -~]/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.slice(-5);
}

/** How to watch the machine's console: told once to the person who waits. */
export function watchConsole({ consoleLog, consoleCommand }: CheckOrder): string {
  const command = consoleLog === undefined ? consoleCommand : `tail -f ${quote(consoleLog)}`;
  return command === undefined ? "" : `; its console: ${command}`;
}
