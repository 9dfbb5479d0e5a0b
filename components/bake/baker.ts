// SPDX-License-Identifier: Apache-2.0
// A process beside the one that wants an image. It makes the image and cleans up: also where the other one has ended, in
// whatever way. It is in a group of its own, so that Ctrl-C does not end it half way.
import type { Say } from "../ephemeral/engine";
import { reason } from "../ephemeral/engine-output";
import { bake } from "./bake";
import type { BakeMessage, BakeOrder } from "./order";

const ending = new AbortController();
const end = () => ending.abort();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.on("disconnect", end);
// The reader of stderr may have ended.
process.stderr.on("error", () => {});
// The program of the stack runs in this process, too. What it has begun fails when the engine is interrupted: that is expected.
process.on("unhandledRejection", () => {}).on("uncaughtException", () => {});

process.once("message", (order: BakeOrder) => {
  const say: Say = (line) => void tell({ line });
  bake(order, say, ending.signal).then(
    (image) => tell({ image }).then(() => process.exit(0)),
    (error: unknown) => tell({ failed: reason(error) }).then(() => process.exit(1)),
  );
});

/** Tells the process that wants the image or, after that has ended, stderr. Resolves when the message is sent. */
function tell(message: BakeMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else {
      if (!("image" in message)) process.stderr.write(`${"line" in message ? message.line : message.failed}\n`);
      resolve();
    }
  });
}
