// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const day = 24 * 60 * 60 * 1000;

/**
 * Fills the folder of a program, `bin/` in a folder of its own.
 *
 * It is filled beside its place and then renamed, so that what is in place is whole, whatever interrupts and whoever else is at it.
 */
export async function install(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const home = dirname(dirname(target));
  mkdirSync(dirname(home), { recursive: true });
  removeAbandoned(dirname(home));
  const scratch = mkdtempSync(`${home}.partial-`);
  try {
    mkdirSync(join(scratch, "bin"));
    await fill(join(scratch, "bin"));
    if (!existsSync(target)) renameSync(scratch, home);
  } catch (error) {
    // Somebody else was faster by a moment, which is as good.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What a killed run has left. A run that is at work is younger than a day. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.includes(".partial-"))) {
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > day) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
