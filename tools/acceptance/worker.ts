// SPDX-License-Identifier: Apache-2.0
// The process that does the work. It removes what it has made when the one that was typed has ended, in whatever way, and is in a
// group of its own, so that Ctrl-C does not end it half way.
import { reason } from "../../components/ephemeral/engine-output";
import { accountOf } from "./account";
import type { Message, Task } from "./messages";
import { reapAbandoned, run } from "./run";

const ending = new AbortController();
const end = () => ending.abort();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.on("disconnect", end);
// The program of a stack runs in this process, too. What it has begun fails when the engine is interrupted: that is expected.
process.on("unhandledRejection", () => {}).on("uncaughtException", () => {});

process.once("message", (task: Task) => {
  act(task).then(
    () => tell({ done: true }).then(() => process.exit(0)),
    (error: unknown) => tell({ failed: reason(error) }).then(() => process.exit(1)),
  );
});

async function act({ do: what, order }: Task): Promise<void> {
  if (what === "account") await tell({ account: await accountOf(order) });
  else if (what === "run") await run(order, (message) => void tell(message), ending.signal);
  else {
    const number = await reapAbandoned(order, (line) => void tell({ line }), { kept: true });
    await tell({
      line:
        number === 0
          ? "nothing is left of any run"
          : `removed what was left of ${number} run${number === 1 ? "" : "s"}`,
    });
  }
}

/** Resolves when the message is sent, or nobody is there to read it. */
function tell(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}
