// SPDX-License-Identifier: Apache-2.0
// What the command of a health check runs; see check-command.ts.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { progressFile } from "../loader";
import { checkHost } from "./check-host";
import type { CheckOrder } from "./check-order";
import { type Dialled, readDialled } from "./dialled";
import { failureScreen, usualWidth } from "./failure-screen";

/** Writes the report to stdout or, where there is a failure, only that to stderr: the engine shows both streams. */
export async function run(order: string, folder: string): Promise<void> {
  const tell = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  try {
    const plain = JSON.parse(order) as CheckOrder;
    const { host, note }: Dialled = readDialled(folder) ?? { host: plain.connection.host };
    const { output, failure } = await checkHost({ ...plain, connection: { ...plain.connection, host } }, tell);
    if (failure === undefined) process.stdout.write(output);
    else fail(failureScreen(plain.host, failure, plain.look, usualWidth, note));
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
