// SPDX-License-Identifier: Apache-2.0
// A program whose stdin and stdout lead to a host: what it is at, and that nothing of it stays behind.
import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";

import { commandFailure, notHere } from "./command-causes";
import type { FailureKind, SshFailure } from "./failure";
import { missingPrograms } from "./on-path";

/** What is known of a program that leads to a host. */
export interface CommandWay {
  /** Resolves with why it ended. */
  ended: Promise<SshFailure>;
  /** Where it gives no byte of the host. */
  silent: () => SshFailure;
  /** Where what it gives is no SSH. */
  says: (text: string) => SshFailure;
}

/** Why a command cannot lead anywhere: this computer has not all of its programs. */
export function missingHere(command: string[]): SshFailure | undefined {
  const [missing] = missingPrograms(command);
  return missing === undefined ? undefined : notHere(missing);
}

/** Seconds that a program has to end, once nobody needs it. */
const grace = 1;

export class RunningCommand implements CommandWay {
  readonly stream: Duplex;
  readonly ended: Promise<SshFailure>;
  private said = "";

  constructor(private readonly command: string[]) {
    const [program = "", ...args] = command;
    // A group of its own, so that what it has started ends with it.
    const child = spawn(program, args, { env: process.env, detached: process.platform !== "win32" });
    child.stderr.on("data", (text: Buffer) => (this.said = (this.said + text.toString()).slice(-4000)));
    this.ended = new Promise((resolve) => {
      child.on("error", (error) => resolve(this.failure("refusal", `does not start: ${error.message}`)));
      child.on("close", (status, signal) =>
        resolve(this.failure("refusal", `ended with ${signal ?? `status ${status}`}`)),
      );
    });
    this.stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    this.stream.on("error", () => {}).on("close", () => end(child));
  }

  readonly silent = () => this.failure("silence", "gives no byte of the host");
  readonly says = (text: string) =>
    this.failure("refusal", `says something else than SSH: ${JSON.stringify(text)}`, text);

  private failure(kind: FailureKind, how: string, text = ""): SshFailure {
    return commandFailure(this.command, kind, how, `${this.said}\n${text}`);
  }
}

/** Ends a program and what it has started, also what does not listen. */
function end(child: ChildProcess): void {
  endGroup(child.pid);
  const kill = () => endGroup(child.pid, "SIGKILL");
  const timer = setTimeout(kill, grace * 1000);
  // The group is left by its first program, and may have others.
  const over = () => {
    clearTimeout(timer);
    kill();
  };
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) over();
  else child.once("exit", over);
}

/** Ends a program that was started in a group of its own, and what it has started. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals = "SIGTERM"): void {
  try {
    if (pid !== undefined) process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // it has ended by itself
  }
}
