// SPDX-License-Identifier: Apache-2.0
// What the command of a health check runs; see check-command.ts.
import { appendFileSync } from "node:fs";
import { join } from "node:path";

import { checkHost } from "./check-host";
import type { CheckOrder } from "./check-order";
import { progressFile } from "./launch";

/** The report goes to stdout, where all is well; a failure to stderr, alone, because an engine shows both. */
export function run(order: string, folder: string): void {
  const tell = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  checkHost(JSON.parse(order) as CheckOrder, tell).then(
    ({ report, failure }) => (failure === undefined ? process.stdout.write(report) : fail(failure)),
    (error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
