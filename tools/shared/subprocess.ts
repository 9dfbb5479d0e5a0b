// SPDX-License-Identifier: Apache-2.0
import { basename } from "node:path";
import { createInterface } from "node:readline";

import execa, { type ExecaError } from "execa";

/** Shows one line of what is going on. */
export type Report = (line: string) => void;

/**
 * Runs a command, reports its lines and returns its whole output; where it fails, its output is the error. Ctrl-C and
 * `kill` ask it to end, as a terminal would, and a second one ends it, as does `ending`.
 */
export async function run(
  command: string,
  args: string[],
  report: Report,
  env: NodeJS.ProcessEnv = {},
  ending?: AbortSignal,
): Promise<string> {
  // A group of its own: a terminal's Ctrl-C reaches it once, through us, and with everything that it has started.
  const child = execa(command, args, { env, stdin: "ignore", detached: true, reject: false });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      report(line);
    });
  }
  let interrupted: number | undefined;
  const tell = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  const forward = () => {
    const now = Date.now();
    // One Ctrl-C or `kill` may arrive by more than one way.
    if (interrupted !== undefined && now - interrupted < 1500) return;
    tell(interrupted === undefined ? "SIGINT" : "SIGKILL");
    interrupted = now;
  };
  const end = () => tell("SIGKILL");
  process.on("SIGINT", forward).on("SIGTERM", forward);
  ending?.addEventListener("abort", end);
  const { failed, exitCode, signal, originalMessage } = (await child) as ExecaError;
  process.off("SIGINT", forward).off("SIGTERM", forward);
  ending?.removeEventListener("abort", end);
  if (interrupted !== undefined) throw new Interrupted(`${basename(command)} was interrupted`);
  if (!failed) return lines.join("\n");
  throw new Error(
    lines.join("\n").trim() || (originalMessage ?? `${command} ended with ${signal ?? `status ${exitCode}`}`),
  );
}

/** The user asked to stop. */
export class Interrupted extends Error {}
