// SPDX-License-Identifier: Apache-2.0
import { exitStatus, WrongUse } from "../cli/exit-status";
import { Interrupted } from "./subprocess";

/**
 * Does what a script of package.json is for: `main` is given what was typed behind it. What `main` throws, people see as a
 * message, with the advice for what to do next. The exit status is 1 for a failure, 2 for wrong use, or what a shell gives a
 * command that was interrupted; where `main` returns false, it is 1 and `main` itself has said why.
 */
export function command(main: (args: string[]) => unknown, advice?: (error: unknown) => string): void {
  void Promise.resolve(process.argv.slice(2))
    .then(main)
    .then((result) => {
      if (result === false) process.exitCode = exitStatus.failed;
    })
    .catch((error: unknown) => {
      process.exitCode = statusOf(error);
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof WrongUse) {
        console.error(message);
        return;
      }
      console.error(`\n${message}`);
      if (advice) console.error(`\n${advice(error)}`);
    });
}

function statusOf(error: unknown): number {
  if (error instanceof Interrupted) return exitStatus.interrupted;
  return error instanceof WrongUse ? exitStatus.wrongUse : exitStatus.failed;
}
