// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { rootShell } from "../health/check-host";
import type { Connection } from "../ssh/connection";
import { type FailureKind, SshFailure } from "../ssh/failure";
import { moreTelling } from "../ssh/no-login";
import { type Ended, type RemoteCommand, runOverSsh } from "../ssh/run";
import type { AskMember } from "./ask";
import type { NodeOrder, SwarmLimits } from "./order";

/** Runs one command on a member. @throws SshFailure */
export type Dial = (connection: Connection, remote: RemoteCommand, signal: AbortSignal) => Promise<Ended>;

/** Seconds after a script's limit at which we stop waiting. The member itself ends it before. */
const grace = 15;
/** What another try does not mend. */
const hopeless: FailureKind[] = ["input", "way"];

/**
 * The way to members, within the limits. A member that accepts no login is tried until the limit for that is over; a script whose connection
 * broke is started again, as each script of ours may be.
 */
export function memberAsker(
  limits: Pick<SwarmLimits, "ssh" | "total">,
  dial: Dial = runOverSsh,
  betweenTries = 2,
): AskMember {
  const begin = performance.now();
  const left = (limit: number) => limit - (performance.now() - begin) / 1000;
  const answered = new Set<string>();
  return async (node, script, seconds) => {
    // One that has answered before is back soon, or has a trouble that this command has made.
    const patience = performance.now() / 1000 + (answered.has(node.name) ? Math.min(limits.ssh, 60) : limits.ssh);
    let last: SshFailure | undefined;
    for (;;) {
      const most = Math.max(Math.min(seconds, Math.floor(left(limits.total))), 1);
      try {
        const ended = await attempt(node, script, { login: patience - performance.now() / 1000, run: most }, dial);
        answered.add(node.name);
        return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
      } catch (error) {
        const isOver = performance.now() / 1000 + betweenTries > patience || left(limits.total) < betweenTries;
        if (!(error instanceof SshFailure)) throw error;
        last = moreTelling(last, error);
        if (hopeless.includes(error.kind) || isOver) throw last;
        await pause(betweenTries * 1000);
      }
    }
  };
}

async function attempt(
  node: NodeOrder,
  script: string,
  { login, run }: { login: number; run: number },
  dial: Dial,
): Promise<Ended> {
  const over = new AbortController();
  const after = (seconds: number) => setTimeout(() => over.abort(), Math.max(seconds, 1) * 1000);
  let timer = after(login);
  const onLogin = () => {
    clearTimeout(timer);
    timer = after(run + grace);
  };
  try {
    return await dial(node.connection, { ...rootShell(script, run), onLogin }, over.signal);
  } finally {
    clearTimeout(timer);
  }
}
