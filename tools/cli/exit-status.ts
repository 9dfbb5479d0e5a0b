// SPDX-License-Identifier: Apache-2.0
import { SshFailure } from "../../components/ssh/failure";
import { say, widthOf, wrapLines } from "./screen";

/** As docs and `--help` have them. */
export const exitStatus = { done: 0, failed: 1, wrongUse: 2, interrupted: 130, unread: 141, ended: 143 } as const;

/** The command is used wrongly: an option, a file, a host or a stack does not exist. */
export class WrongUse extends Error {}

/** Sends an error to stderr in a line or two, and returns the exit status that belongs to it. */
export function explainError(error: unknown): number {
  if (error instanceof SshFailure)
    say(wrapLines(`error: ${error.message}\nfix: ${error.hint}`, widthOf(process.stderr)));
  else console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof WrongUse ? exitStatus.wrongUse : exitStatus.failed;
}
