// SPDX-License-Identifier: Apache-2.0
// The process that does the work. It removes what it has made when the one that was typed has ended, in whatever way, and is in a
// group of its own, so that Ctrl-C does not end it half way.
import { reason } from "../../components/ephemeral/engine-output";
import { reapAll } from "./abandoned";
import { accountOf } from "./account";
import { type Message, StillThere, type Task } from "./messages";
import { run } from "./run";

const ending = new AbortController();
const end = () => ending.abort();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.on("disconnect", end);
// The reader of stderr may have ended.
process.stderr.on("error", () => {});
// The program of a stack runs in this process, too. What it has begun fails when the engine is interrupted: that is expected.
process.on("unhandledRejection", () => {}).on("uncaughtException", () => {});

process.once("message", (task: Task) => {
  act(task).then(
    () => tell({ done: true }).then(() => process.exit(0)),
    (error: unknown) =>
      tell({ failed: reason(error), isThere: error instanceof StillThere }).then(() => process.exit(1)),
  );
});

async function act(task: Task): Promise<void> {
  if (task.do === "account") await tell({ account: await accountOf(task.order) });
  else if (task.do === "run") await run(task.order, task.account, (message) => void tell(message), ending.signal);
  else await reapAll(task.order, (line) => void tell({ line }));
}

/** Tells the process that was typed or, after that has ended, stderr. Resolves when the message is sent. */
function tell(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else {
      if ("line" in message || "failed" in message)
        process.stderr.write(`${"line" in message ? message.line : message.failed}\n`);
      resolve();
    }
  });
}
