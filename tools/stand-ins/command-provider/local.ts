// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

import { type Execution, type Output, Transcript } from "./execution";

export interface LocalArguments {
  interpreter?: string[];
  dir?: string;
}

/** Go's names. */
const words: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGINT: "interrupt",
  SIGHUP: "hangup",
  SIGSEGV: "segmentation fault",
};

/** Runs a command on this computer. */
export async function runLocal(options: LocalArguments, execution: Execution): Promise<Output> {
  const transcript = new Transcript(execution);
  return transcript.settle(await end(options, execution, transcript));
}

/** Why it failed, if it did. */
async function end(
  { interpreter = [], dir }: LocalArguments,
  { command, stdin, environment, previous, cancelled, deadline }: Execution,
  transcript: Transcript,
): Promise<string | undefined> {
  if (cancelled.aborted) return "context canceled";
  if (deadline.aborted) return "context deadline exceeded";
  if (dir !== undefined && !existsSync(dir)) return `chdir ${dir}: no such file or directory`;
  const [program = "", ...options] = interpreter.length > 0 ? interpreter : ["/bin/sh", "-c"];
  const child = spawn(program, [...options, command], {
    cwd: dir,
    env: { ...process.env, ...environment, ...previous },
    stdio: [stdin === "" ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const over = AbortSignal.any([cancelled, deadline]);
  // The command alone: what it has started goes on, as long as the engine lives.
  over.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  child.stdout?.on("data", (chunk: Buffer) => transcript.add("stdout", chunk));
  child.stderr?.on("data", (chunk: Buffer) => transcript.add("stderr", chunk));
  child.stdin?.on("error", () => {}).end(stdin); // the command may end without reading
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => resolve(cannotStart(program, error)));
    // When the last that holds the output has let go of it, and be that never.
    child.on("close", (code, signal) => {
      if (signal) resolve(`signal: ${words[signal] ?? signal}`);
      else resolve(code === 0 ? undefined : `exit status ${code}`);
    });
  });
}

function cannotStart(program: string, { code, message }: NodeJS.ErrnoException): string {
  const reason = code === "ENOENT" ? "no such file or directory" : code === "EACCES" ? "permission denied" : message;
  return program.includes("/")
    ? `fork/exec ${program}: ${reason}`
    : `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
}
