// SPDX-License-Identifier: Apache-2.0
import { exitStatus, WrongUse } from "../cli/exit-status";
import { Interrupted } from "./subprocess";

/**
 * Does what a script of package.json is for. Where that fails, people see the message, and the advice for what to do next;
 * the exit status is 1, 2 for wrong use, or what a shell gives a command that was interrupted.
 */
export function asCommand(work: () => Promise<void> | void, advice?: string | ((error: unknown) => string)): void {
  void Promise.resolve()
    .then(work)
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.exitCode =
        error instanceof Interrupted
          ? exitStatus.interrupted
          : error instanceof WrongUse
            ? exitStatus.wrongUse
            : exitStatus.failed;
      if (error instanceof WrongUse) {
        console.error(message);
        return;
      }
      console.error(`\n${message}`);
      if (advice !== undefined) console.error(`\n${typeof advice === "string" ? advice : advice(error)}`);
    });
}
