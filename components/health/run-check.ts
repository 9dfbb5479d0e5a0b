// SPDX-License-Identifier: Apache-2.0
// How the programs of checks run; see check-command.ts.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { progressFile } from "../loader";

/** What a check came to: what it found, or the screen of its failure. */
export type CheckEnd = { found: string } | { screen: string };

/**
 * Writes what was found to stdout or, where there is a failure, only that to stderr: the engine shows both streams. The folder
 * has the progress meanwhile, and is removed.
 */
export async function runCheck(
  folder: string,
  check: (tell: (line: string) => void) => Promise<CheckEnd>,
): Promise<void> {
  const tell = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  try {
    const end = await check(tell);
    if ("found" in end) process.stdout.write(end.found);
    else fail(end.screen);
  } catch (error) {
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
