// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";

/** Shows one line of what is going on. */
export type Report = (line: string) => void;

/**
 * Runs a command, reports its lines and returns its whole output; where it fails, its output is the error. Ctrl-C and
 * `kill` ask it to end, as a terminal would, and a second one ends it.
 */
export function run(command: string, args: string[], report: Report, env: NodeJS.ProcessEnv = {}): Promise<string> {
  // A group of its own: a terminal's Ctrl-C reaches it once, through us, and with everything that it has started.
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      report(line);
    });
  }
  let interrupted: number | undefined;
  const forward = () => {
    const now = Date.now();
    // One Ctrl-C or `kill` may arrive by more than one way.
    if (interrupted !== undefined && now - interrupted < 1500) return;
    if (child.pid !== undefined) process.kill(-child.pid, interrupted === undefined ? "SIGINT" : "SIGKILL");
    interrupted = now;
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  return new Promise((resolve, reject) => {
    const settle = (problem: string | undefined) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      if (interrupted !== undefined) reject(new Interrupted(`${basename(command)} was interrupted`));
      else if (problem === undefined) resolve(lines.join("\n"));
      else reject(new Error(lines.join("\n").trim() || problem));
    };
    child.on("error", (error) => settle(error.message));
    child.on("close", (code, signal) =>
      settle(code === 0 ? undefined : `${command} ended with ${signal ?? `status ${code}`}`),
    );
  });
}

/** The user asked to stop. */
export class Interrupted extends Error {}
