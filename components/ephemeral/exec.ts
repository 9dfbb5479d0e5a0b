// SPDX-License-Identifier: Apache-2.0
import { shown } from "../../cloud-init/validate/problem";
import { SshFailure } from "../ssh/failure";
import { ofSignal, runOverSsh } from "../ssh/run";
import { connectionTo, type Login } from "./access";

export interface ExecOptions {
  /** What the command reads. Secrets belong here, because errors repeat the command itself. @default - nothing */
  stdin?: string;
  /** A status other than 0 is an error. @default true */
  check?: boolean;
}

export interface Executed {
  /** The command's exit status; where a signal has ended it, 128 and the signal's number, as shells have it. */
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

/**
 * Runs a command on a host, for as long as it takes.
 *
 * @throws ExecError where the status is not 0, unless `check` is false
 * @throws SshFailure where the host cannot be reached, or gives no sign of life any more
 */
export async function execute(login: Login, command: string, options: ExecOptions = {}): Promise<Executed> {
  const { stdin = "", check = true } = options;
  const { stdout, stderr, ...ended } = await runOverSsh(connectionTo(login), { command, stdin }).catch(explained);
  const executed = { status: ended.status ?? ofSignal(ended.signal), stdout, stderr };
  if (check && executed.status !== 0) throw new ExecError(command, executed);
  return executed;
}

function explained(error: unknown): never {
  throw error instanceof SshFailure ? error.withHint() : error;
}
