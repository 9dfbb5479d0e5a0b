// SPDX-License-Identifier: Apache-2.0
// What a process begins with that does the work of another one and cleans up behind it: also where that has ended, in whatever
// way. It is in a group of its own, so that Ctrl-C does not end it half way.

/** What the other one is told: lines of progress and why it failed are also for people. */
interface ForPeople {
  line?: string;
  failed?: string;
}

interface Detached<Message> {
  /** Aborted where it is to end: it was told to, or the other one has ended. */
  ending: AbortSignal;
  end: () => void;
  /** Tells the other process or, after that has ended, stderr. Resolves when the message is sent. */
  tell: (message: Message) => Promise<void>;
}

export function detached<Message extends object>(): Detached<Message> {
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  process.on("disconnect", end);
  // The reader of stderr may have ended.
  process.stderr.on("error", () => {});
  // The program of a stack runs in this process, too. What it has begun fails when the engine is interrupted: that is expected.
  process.on("unhandledRejection", () => {}).on("uncaughtException", () => {});
  return { ending: ending.signal, end, tell };
}

function tell(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else {
      const { line, failed } = message as ForPeople;
      for (const text of [line, failed]) if (text !== undefined) process.stderr.write(`${text}\n`);
      resolve();
    }
  });
}
