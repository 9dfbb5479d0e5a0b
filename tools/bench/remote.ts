// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import type { Connection } from "../../components/ssh/connection";
import { SshFailure } from "../../components/ssh/failure";
import { type Ended, runOverSsh } from "../../components/ssh/run";

/** Runs a command on a host that runs. @throws Error with what it said, where it fails */
export async function run(connection: Connection, command: string, signal: AbortSignal): Promise<string> {
  return said(command, await runOverSsh(connection, { command }, signal));
}

/** The same on a host that may still be booting: as soon as a login is accepted, as the health check does it. */
export async function runWhenUp(connection: Connection, command: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await run(connection, command, signal);
    } catch (error) {
      if (!(error instanceof SshFailure) || signal.aborted) throw error;
      await pause(500, undefined, { signal });
    }
  }
}

function said(command: string, { stdout, stderr, status }: Ended): string {
  if (status === 0) return stdout;
  throw new Error(`\`${command}\` ended with status ${status}: ${stderr.trim() || stdout.trim()}`);
}
