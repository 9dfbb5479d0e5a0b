// SPDX-License-Identifier: Apache-2.0
import { exitStatus } from "./exit-status";
import { say } from "./screen";

/**
 * For what has to be cleaned up when it is interrupted: Ctrl-C or `kill` aborts the signal and says `words`, and the second one
 * ends this process at once.
 */
export class Interruption {
  private readonly ending = new AbortController();
  readonly signal = this.ending.signal;
  /** What this process is to end with. */
  status: number = exitStatus.interrupted;

  constructor(words: string) {
    const statuses = { SIGINT: exitStatus.interrupted, SIGTERM: exitStatus.ended };
    for (const [name, status] of Object.entries(statuses)) {
      // Those before would end this process.
      process.removeAllListeners(name);
      process.on(name, () => {
        if (this.signal.aborted) process.exit(status);
        this.status = status;
        say(words);
        this.ending.abort();
      });
    }
  }
}
