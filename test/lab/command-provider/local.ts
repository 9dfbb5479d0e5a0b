// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";

import { type Execution, type Output, Transcript } from "./execution";

export interface LocalArguments {
  interpreter?: string[];
  dir?: string;
}

/** Runs a command on this computer. Like the original it waits for the process, not for its background children. */
export function runLocal({ interpreter = ["/bin/sh", "-c"], dir }: LocalArguments, execution: Execution): Promise<Output> {
  const { command, stdin, environment, onOutput, cancelled } = execution;
  const transcript = new Transcript(onOutput);
  const [program = "/bin/sh", ...options] = interpreter;
  return new Promise((resolve, reject) => {
    // A group of its own, so that ending it ends what it has started.
    const child = spawn(program, [...options, command], { cwd: dir, env: { ...process.env, ...environment }, detached: true });
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    };
    cancelled.addEventListener("abort", end, { once: true });
    child.stdout.on("data", (chunk: Buffer) => transcript.add("stdout", chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => transcript.add("stderr", chunk.toString()));
    child.stdin.on("error", () => {}); // the command may end without reading
    child.stdin.end(stdin);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      cancelled.removeEventListener("abort", end);
      // A daemon may hold the pipes open for ever; what is in them already arrives within this pause.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        if (code === 0) resolve(transcript.output());
        else reject(transcript.failure(signal ? `signal: ${signal}` : `exit status ${code}`, command));
      }, 100);
    });
  });
}
