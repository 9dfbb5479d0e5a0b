// SPDX-License-Identifier: Apache-2.0
import { Interrupted } from "./subprocess";

/**
 * Does what a script of package.json is for. Where that fails, people see the message, and the advice for what to do next;
 * the exit status is 1, or what a shell gives a command that was interrupted.
 */
export function asCommand(work: () => Promise<void> | void, advice?: string): void {
  void Promise.resolve()
    .then(work)
    .catch((error: unknown) => {
      console.error(`\n${error instanceof Error ? error.message : String(error)}`);
      if (advice !== undefined) console.error(`\n${advice}`);
      process.exitCode = error instanceof Interrupted ? 130 : 1;
    });
}
