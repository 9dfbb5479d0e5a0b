// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";

import { shown } from "../../cloud-init/validate/problem";

export interface ExecOptions {
  /** What the command reads. Secrets belong here: the command itself stands in errors. @default - nothing */
  stdin?: string;
  /** A status other than 0 is an error. @default true */
  check?: boolean;
}

export interface Executed {
  /** The command's exit status; 255 where the host was not reached, as `ssh` has it. */
  status: number;
  stdout: string;
  stderr: string;
}

/** A command that ended with another status than 0. Its message holds the command and the end of what it said. */
export class ExecError extends Error implements Executed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;

  constructor(
    readonly command: string,
    { status, stdout, stderr }: Executed,
  ) {
    const lines = (stderr.trim() || stdout.trim()).split("\n").slice(-lastLines);
    super([`${shown(command)} ended with status ${status}`, ...lines].join("\n").trim());
    this.name = "ExecError";
    this.status = status;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

const lastLines = 10;

/** Runs a command where these arguments of `ssh` lead. */
export async function execute(ssh: string[], command: string, options: ExecOptions = {}): Promise<Executed> {
  const { stdin = "", check = true } = options;
  const executed = await run([...ssh, "--", command], stdin);
  if (check && executed.status !== 0) throw new ExecError(command, executed);
  return executed;
}

function run(args: string[], stdin: string): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", args);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => stdout.push(part));
    child.stderr.on("data", (part: Buffer) => stderr.push(part));
    const text = (parts: Buffer[]) => Buffer.concat(parts).toString();
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 255, stdout: text(stdout), stderr: text(stderr) }));
    // A command that does not read its stdin may be gone before all of it is written.
    child.stdin.on("error", () => {}).end(stdin);
  });
}
