// SPDX-License-Identifier: Apache-2.0
// Files that exist while programs run which need them. Each program that does has a file of its own beside them, named by its process.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, sep } from "node:path";

import { stateFolder } from "../state-folder";

/** By its name, what `ssh` says of a file that is missing names the remedy. */
const base = () => stateFolder("only-with-run-program");

/** The folder of a host's files, the same in each run of its stack. */
export const keyFolder = (id: string) => join(base(), id);

/** A path as `ssh` takes it: the same for all computers whose users keep nothing elsewhere, because it stands in the state. */
export function asSshReadsIt(path: string): string {
  const home = homeOfSsh();
  const isAtHome = home !== undefined && path.startsWith(home + sep);
  return (isAtHome ? `~${path.slice(home.length)}` : path).replaceAll("\\", "/");
}

/** `ssh` asks who runs it, and not `HOME`. */
function homeOfSsh(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined; // a user without a name, for whom ssh does nothing
  }
}

/** Writes the files, and removes them when `over` resolves or this program ends; and what programs left that were killed. */
export function keepFiles(folder: string, files: Record<string, string>, over: Promise<void>): void {
  sweep(dirname(folder));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, own), "", { mode: 0o600 });
  for (const [name, text] of Object.entries(files)) {
    // Whoever reads it meanwhile finds the one before, and never half of one.
    const begun = join(folder, `${name}.${process.pid}`);
    writeFileSync(begun, text, { mode: 0o600 });
    renameSync(begun, join(folder, name));
  }
  if (kept.has(folder)) return;
  kept.add(folder);
  if (process.listeners("exit").every((one) => one !== releaseAll)) process.on("exit", releaseAll);
  void over.then(() => release(folder));
}

const kept = new Set<string>();
const own = `${process.pid}.pid`;

const releaseAll = () => [...kept].forEach(release);

function release(folder: string): void {
  kept.delete(folder);
  rmSync(join(folder, own), { force: true });
  if (!isUsed(folder)) rmSync(folder, { recursive: true, force: true });
}

function sweep(folder: string): void {
  for (const name of namesIn(folder)) {
    const one = join(folder, name);
    if (!isUsed(one)) rmSync(one, { recursive: true, force: true });
  }
}

/** A preview may run beside an update of the same stack. */
function isUsed(folder: string): boolean {
  return namesIn(folder).some((name) => {
    const [, pid] = /^(\d+)\.pid$/.exec(name) ?? [];
    return pid !== undefined && isRunning(Number(pid));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is not there, or is going
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
