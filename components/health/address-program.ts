// SPDX-License-Identifier: Apache-2.0
// What the command of the check of an address runs; see address-check.ts.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { progressFile } from "../loader";
import type { AddressOrder } from "./address-order";
import { failureScreen } from "./failure-screen";
import { proveAddress } from "./prove-address";

/** Writes the boot that answers to stdout or, where it is another one or none, why to stderr. */
export async function run(text: string, folder: string): Promise<void> {
  const tell = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  try {
    const order = JSON.parse(text) as AddressOrder;
    const failure = await proveAddress(order, tell);
    if (failure === undefined) process.stdout.write(order.bootId);
    else fail(failureScreen(order.host, failure, order.look));
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
