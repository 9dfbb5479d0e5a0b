// SPDX-License-Identifier: Apache-2.0
// What the command of an image's component runs; see image-command.ts.
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import { progressFile } from "../loader";
import { stateFolder } from "../state-folder";
import { isKept, isRemoving, removers } from "./image-loader";
import type { BakeOrder } from "./order";
import { removeImagesOf } from "./prune";
import { startBaker } from "./start-baker";

/** Writes the image to stdout or, where there is none, why not to stderr: the engine shows both streams. */
export async function run(text: string, folder: string | undefined, words: string): Promise<void> {
  const say = (line: string) => {
    if (folder !== undefined && existsSync(folder))
      appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  };
  const order = JSON.parse(text) as BakeOrder;
  const ending = new AbortController();
  let isOver = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  try {
    if (isRemoving(words)) {
      isOver = false;
      await removeImagesOf(order, say);
      isOver = true;
    } else {
      process.stdout.write(JSON.stringify(await startBaker(order, say, ending.signal)));
      if (folder !== undefined && !isKept(words)) keepRemover(folder);
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    // What could not be removed is tried again by the next destroy, which has no other program.
    if (folder !== undefined && isOver) rmSync(folder, { recursive: true, force: true });
  }
}

/** When the resource is deleted, there is no program that could start this. */
function keepRemover(folder: string): void {
  const kept = stateFolder(removers, basename(folder));
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  cpSync(join(folder, "program.cjs"), join(kept, "program.cjs"));
}
