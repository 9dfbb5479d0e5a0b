// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { stateFolder } from "../state-folder";

const script = join(__dirname, "..", "..", "components", "local", "machine.sh");

/** Ends the machines of a stack that its state does not know of, because their creation was interrupted. */
export async function removeLocalMachines(project: string, stack: string): Promise<void> {
  const folder = stateFolder(project, stack);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const env = { ...process.env, DIRECTORY: join(folder, name) };
    await promisify(execFile)("bash", [script, "delete"], { env });
  }
  rmSync(folder, { recursive: true, force: true });
}
