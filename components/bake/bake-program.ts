// SPDX-License-Identifier: Apache-2.0
// What the command of an image's component runs; see image-command.ts.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { progressFile } from "../loader";
import type { BakeOrder } from "./order";
import { startBaker } from "./start-baker";

/** Writes the image to stdout or, where there is none, why not to stderr: the engine shows both streams. */
export async function run(order: string, folder: string): Promise<void> {
  const say = (line: string) => appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  try {
    process.stdout.write(JSON.stringify(await startBaker(JSON.parse(order) as BakeOrder, say, ending.signal)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
