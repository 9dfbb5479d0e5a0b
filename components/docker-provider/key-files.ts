// SPDX-License-Identifier: Apache-2.0
// Files that exist while programs run which need them. Each program that does has a mark beside their folder, named by its process.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, sep } from "node:path";

import { commandOf, isAlive } from "../running-process";
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
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  sweep(dirname(folder));
  // Before there is a folder, or another program would take it for one that was left.
  writeFileSync(ownMark(folder), commandOf(process.pid), { mode: 0o600 });
  try {
    write(folder, files);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // One that was left, which another program had begun to remove.
    write(folder, files);
  }
  if (process.listeners("exit").every((one) => one !== releaseAll)) process.on("exit", releaseAll);
  kept.set(folder, (kept.get(folder) ?? 0) + 1);
  void over.then(() => {
    const runs = (kept.get(folder) ?? 0) - 1;
    if (runs > 0) kept.set(folder, runs);
    else release(folder);
  });
}

function write(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    // Whoever reads it meanwhile finds the one before, and never half of one.
    const begun = join(folder, `${name}.${process.pid}`);
    writeFileSync(begun, text, { mode: 0o600 });
    renameSync(begun, join(folder, name));
  }
}

/** How many runs in this program need a folder: by the Automation API, one may begin before another's end is seen. */
const kept = new Map<string, number>();

const releaseAll = () => [...kept.keys()].forEach(release);

function release(folder: string): void {
  kept.delete(folder);
  rmSync(ownMark(folder), { force: true });
  sweep(dirname(folder));
}

/** What says that a program needs a folder lies beside it, and holds the program's command line. */
const ownMark = (folder: string) => `${folder}.${process.pid}`;
const mark = /^(\w+)\.(\d+)$/;

/** Removes what no program needs that still runs. */
function sweep(base: string): void {
  for (const name of namesIn(base)) {
    const [, id = name] = mark.exec(name) ?? [];
    if (isUsed(base, id)) continue;
    try {
      rmSync(join(base, name), { recursive: true, force: true });
    } catch {
      // Another program is at work on it.
    }
  }
}

/** A preview may run beside an update of the same stack. */
function isUsed(base: string, id: string): boolean {
  return namesIn(base).some((name) => {
    const [, of, pid] = mark.exec(name) ?? [];
    const command = of === id ? textOf(join(base, name)) : undefined;
    return command !== undefined && isAlive({ pid: Number(pid), command });
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // its program has just ended
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is not there, or is going
  }
}
