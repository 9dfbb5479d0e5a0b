// SPDX-License-Identifier: Apache-2.0
// What the command of a health check runs; see check-command.ts.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { checkHost } from "./check-host";
import { type CheckOrder, progressFile } from "./check-order";

/** The report goes to stdout, where all is well; a failure to stderr, alone, because an engine shows both. */
export async function run(order: string, folder: string): Promise<void> {
  const tell = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  try {
    const { report, failure } = await checkHost(JSON.parse(order) as CheckOrder, tell);
    if (failure === undefined) process.stdout.write(report);
    else fail(failure);
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
