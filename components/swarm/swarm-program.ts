// SPDX-License-Identifier: Apache-2.0
// What the command of a swarm runs; see swarm-loader.ts.
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { progressFile } from "../loader";
import { KeptLogins } from "../ssh/kept-logins";
import { stateFolder } from "../state-folder";
import { memberAsker } from "./ask-member";
import { oldMachines, readLastOrder } from "./last-order";
import { leaveAll } from "./leave";
import type { SwarmOrder } from "./order";
import { reconcile } from "./reconcile";
import { SwarmError } from "./report";
import { isLeaving, leavers } from "./swarm-loader";
import { swarmScreen } from "./swarm-screen";

/** Writes the report to stdout or, where there is a failure, only that to stderr: the engine shows both streams. */
export async function run(text: string, folder: string | undefined, words: string): Promise<void> {
  const tell = (line: string) => {
    if (folder !== undefined && existsSync(folder))
      appendFileSync(join(folder, progressFile), `${line.slice(0, 300)}\n`);
  };
  const order = JSON.parse(text) as SwarmOrder;
  try {
    if (isLeaving(words)) await leaveAll(order.nodes);
    else process.stdout.write(JSON.stringify(await made(order, text, folder, tell)));
  } catch (error) {
    const screen = error instanceof SwarmError ? swarmScreen(order.swarm, error.failure) : wordsOf(error);
    process.stderr.write(`${screen}\n`);
    process.exitCode = 1;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function made(order: SwarmOrder, text: string, folder: string | undefined, tell: (line: string) => void) {
  const old = folder === undefined ? [] : oldMachines(order, readLastOrder(folder, text));
  // From the first change on there may be members, which a destroy has to find.
  if (folder !== undefined) keepLeaver(folder, order);
  const { ssh, total } = order.limits;
  const logins = new KeptLogins();
  const asker = (login: number) => memberAsker({ ssh: login, total }, logins.run);
  const ask = { member: asker(ssh), old: asker(Math.min(ssh, 20)) };
  try {
    return await reconcile(order, old, ask, tell);
  } finally {
    logins.close();
  }
}

/** When the resource is deleted, there is no program that could start this. */
function keepLeaver(folder: string, { urn = "" }: SwarmOrder): void {
  const kept = stateFolder(leavers, createHash("sha256").update(urn).digest("hex"));
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  cpSync(join(folder, "program.cjs"), join(kept, "program.cjs"));
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
