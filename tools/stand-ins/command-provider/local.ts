// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

import { type Execution, type Output, Transcript } from "./execution";

export interface LocalArguments {
  interpreter?: string[];
  dir?: string;
}

/** How long output may stay open after the command has ended. */
const grace = 5000;
/** Go's names. */
const words: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGINT: "interrupt",
  SIGHUP: "hangup",
  SIGSEGV: "segmentation fault",
};

const lingering =
  "the command has ended, but what it left in the background holds its output open, and the real provider waits for that for ever (redirect it: >/dev/null 2>&1)";

/** Runs a command on this computer. */
export async function runLocal({ interpreter = [], dir }: LocalArguments, execution: Execution): Promise<Output> {
  const transcript = new Transcript(execution);
  const program = interpreter.length > 0 ? interpreter : ["/bin/sh", "-c"];
  const missing = dir !== undefined && !existsSync(dir);
  return transcript.settle(
    missing ? `chdir ${dir}: no such file or directory` : await end(program, dir, execution, transcript),
  );
}

/** Why it failed, if it did. */
function end(
  [program = "", ...options]: string[],
  dir: string | undefined,
  execution: Execution,
  transcript: Transcript,
): Promise<string | undefined> {
  const { command, stdin, environment, previous, cancelled, deadline } = execution;
  // A group of its own, so that ending it ends what it has started.
  const child = spawn(program, [...options, command], {
    cwd: dir,
    env: { ...process.env, ...environment, ...previous },
    detached: true,
  });
  const over = AbortSignal.any([cancelled, deadline]);
  const kill = () => killGroup(child);
  over.addEventListener("abort", kill, { once: true });
  if (over.aborted) kill();
  child.stdout.on("data", (chunk: Buffer) => transcript.add("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => transcript.add("stderr", chunk));
  child.stdin.on("error", () => {}); // the command may end without reading
  child.stdin.end(stdin);
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => resolve(cannotStart(program, error)));
    child.on("exit", (code, signal) => {
      over.removeEventListener("abort", kill);
      const failure = signal ? `signal: ${words[signal] ?? signal}` : code === 0 ? undefined : `exit status ${code}`;
      // Waiting for the pipes to close is what the original does; that it may never end is for us an error.
      const timer = setTimeout(
        () => {
          child.stdout.destroy();
          child.stderr.destroy();
          resolve(failure ?? lingering);
        },
        over.aborted ? 0 : grace,
      );
      child.on("close", () => {
        clearTimeout(timer);
        resolve(failure);
      });
    });
  });
}

/** Everything the command started, but for what has made itself a daemon. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended in the meantime
  }
}

function cannotStart(program: string, { code, message }: NodeJS.ErrnoException): string {
  const reason = code === "ENOENT" ? "no such file or directory" : code === "EACCES" ? "permission denied" : message;
  return program.includes("/")
    ? `fork/exec ${program}: ${reason}`
    : `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
}
