// SPDX-License-Identifier: Apache-2.0
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { BackendOptions } from "../ephemeral/options";
import { commandOf, isAlive, type RunningProcess } from "../running-process";
import { stateFolder } from "../state-folder";

/** Who makes an image on this computer. */
interface Owner extends RunningProcess {
  /** The throw-away stack in which the machine is. */
  stack: string;
  /** Where that is. */
  backend: BackendOptions;
}

/** What one is at work on. */
export interface Turn {
  digest: string;
  stack: string;
  backend: BackendOptions;
  say: (line: string) => void;
  ending: AbortSignal;
  /** Removes what one that was killed has left. */
  clean: (abandoned: string, backend: BackendOptions) => Promise<void>;
}

/**
 * Acts while nobody else on this computer makes the same image. Waits for whoever is at it, and cleans up after one that was
 * killed.
 */
export async function inTurn<T>(turn: Turn, act: () => Promise<T>): Promise<T> {
  const { digest, stack, backend, say, ending, clean } = turn;
  const file = join(stateFolder("bakes"), `${digest}.json`);
  mkdirSync(stateFolder("bakes"), { recursive: true, mode: 0o700 });
  for (;;) {
    if (claimed(file, { pid: process.pid, command: commandOf(process.pid), stack, backend })) break;
    const owner = readOwner(file);
    if (owner !== undefined && isAlive(owner)) {
      say(`waiting for process ${owner.pid}, which makes the same image`);
      await pause(1000, undefined, { signal: ending });
      continue;
    }
    if (owner !== undefined) {
      say(`cleaning what process ${owner.pid} has left, which was killed`);
      await clean(owner.stack, owner.backend);
      // Another one may have waited for the same, and be at work by now.
      if (readOwner(file)?.stack === owner.stack) rmSync(file, { force: true });
    }
  }
  try {
    return await act();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether the file is ours now. It comes into being whole, and of two that try at once, one makes it. */
export function claimed(file: string, owner: object): boolean {
  const mine = `${file}-${process.pid}`;
  writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 });
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine);
  }
}

/** Undefined where it is gone by now. */
function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}
