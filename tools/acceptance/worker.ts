// SPDX-License-Identifier: Apache-2.0
// The process that does the work. It removes what it has made when the one that was typed has ended; see detached.ts.
import { detached } from "../../components/ephemeral/detached";
import { reason } from "../../components/ephemeral/engine-output";
import { reapAll } from "./abandoned";
import { accountOf } from "./account";
import { type Message, StillThere, type Task } from "./messages";
import { run } from "./run";

const { ending, tell } = detached<Message>();

process.once("message", (task: Task) => {
  act(task).then(
    () => tell({ done: true }).then(() => process.exit(0)),
    (error: unknown) =>
      tell({ failed: reason(error), isThere: error instanceof StillThere }).then(() => process.exit(1)),
  );
});

async function act(task: Task): Promise<void> {
  if (task.do === "account") await tell({ account: await accountOf(task.order) });
  else if (task.do === "run") await run(task.order, task.account, (message) => void tell(message), ending);
  else await reapAll(task.order, (line) => void tell({ line }));
}
