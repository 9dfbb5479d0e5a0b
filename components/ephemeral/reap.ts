// SPDX-License-Identifier: Apache-2.0
import { ConcurrentUpdateError } from "@pulumi/pulumi/automation";

import { EphemeralBackend } from "./backend";
import { destroy, type Say } from "./engine";
import { reason } from "./engine-output";
import { removeLocalMachines } from "./local-machines";
import { expiry } from "./name";
import type { BackendOptions } from "./options";

export interface ReapOptions extends BackendOptions {
  /** Says what would be destroyed, and destroys nothing. @default false */
  dryRun?: boolean;
  /** Stacks that expired before this moment are taken. @default - now */
  now?: Date;
  /** Called with each line of progress. @default - nothing is called */
  log?: (line: string) => void;
}

/** What became of a stack that has expired. */
export interface Reaped {
  stack: string;
  expired: Date;
  /** `busy`: somebody is at work on it; `expired`: it was a dry run. */
  result: "destroyed" | "expired" | "busy" | "failed";
  /** Why, where it is still there. */
  reason?: string;
}

/** A lock of more minutes belongs to an engine that was killed: no update of a host takes that long. */
const lockMinutes = 30;

/**
 * Finds and destroys the throw-away stacks of a backend whose time is over. They are left where a computer was switched
 * off, or all its processes were killed. One that cannot be destroyed does not hold up the others.
 *
 * ```ts
 * for (const { stack, result, reason } of await reap({ backend: "s3://my-state" })) console.log(stack, result, reason);
 * ```
 */
export async function reap(options: ReapOptions = {}): Promise<Reaped[]> {
  const { dryRun = false, now = new Date(), log = () => {} } = options;
  const backend = await EphemeralBackend.open(options);
  try {
    const expired = (await backend.stackNames()).flatMap((stack) => {
      const moment = expiry(stack);
      return moment !== undefined && moment < now ? [{ stack, expired: moment }] : [];
    });
    if (dryRun) return expired.map((found) => ({ ...found, result: "expired" }));
    const reaped: Reaped[] = [];
    for (const found of expired) {
      log(`${found.stack}: expired ${found.expired.toISOString()}`);
      reaped.push({ ...found, ...(await remove(backend, found.stack, now, log)) });
    }
    return reaped;
  } finally {
    backend.close();
  }
}

async function remove(
  backend: EphemeralBackend,
  name: string,
  now: Date,
  say: Say,
): Promise<Pick<Reaped, "result" | "reason">> {
  try {
    const stack = await backend.select(name);
    await destroy(stack, say).catch(async (error: unknown) => {
      if (!(error instanceof ConcurrentUpdateError) || !isAbandoned(error.message, now)) throw error;
      say("the lock of an engine that was killed is released");
      await stack.cancel();
      await destroy(stack, say);
    });
    await removeLocalMachines(backend.project, name);
    return { result: "destroyed" };
  } catch (error) {
    return { result: error instanceof ConcurrentUpdateError ? "busy" : "failed", reason: reason(error) };
  }
}

/** The backend says when each lock was made: `created by root@host (pid 7) at 2026-11-24T21:21:57Z`. */
function isAbandoned(message: string, now: Date): boolean {
  const made = [...message.matchAll(/created by .* at (\d{4}-\S+Z)/g)].map(([, moment = ""]) => Date.parse(moment));
  return made.length > 0 && made.every((moment) => now.getTime() - moment > lockMinutes * 60_000);
}
