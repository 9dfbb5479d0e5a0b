// SPDX-License-Identifier: Apache-2.0
import { fork } from "node:child_process";
import { join } from "node:path";

import { fromSources } from "../shared/places";
import { Interrupted } from "../shared/subprocess";
import { type Message, StillThere, type Task } from "./messages";

/** Has a process of its own do it, with these folders first on PATH. @throws Error with what went wrong; {@link StillThere}; {@link Interrupted} */
export async function startWorker(task: Task, path: string, hear: (message: Message) => void): Promise<void> {
  const child = fork(join(__dirname, "worker"), {
    detached: true,
    execArgv: ["--require", fromSources],
    env: { ...process.env, PATH: path },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let interrupted = 0;
  const forward = () => {
    const now = Date.now();
    // One Ctrl-C or `kill` may arrive by more than one way.
    if (now - interrupted < 1500) return;
    if (interrupted !== 0) process.exit(130);
    interrupted = now;
    hear({ line: "interrupted: this ends as soon as it can; a second Ctrl-C does not wait for that" });
    child.kill("SIGTERM");
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  let failure: Error | undefined;
  child.on("message", (message: Message) => {
    if ("failed" in message) failure = message.isThere ? new StillThere(message.failed) : new Error(message.failed);
    else hear(message);
  });
  const ended = new Promise<Error | undefined>((resolve, reject) => {
    child.once("error", reject).once("close", (status, signal) => {
      resolve(
        status === 0
          ? undefined
          : (failure ?? new Error(`the process that does the work ended with ${signal ?? `status ${status}`}`)),
      );
    });
  });
  child.send(task);
  const wrong = await ended;
  process.off("SIGINT", forward).off("SIGTERM", forward);
  // Where something is still there, that is what its reader has to know.
  if (wrong !== undefined) throw wrong;
  if (interrupted === 0) return;
  throw new Interrupted(
    task.do === "run" && task.order.keep ? "interrupted; what was made stays" : "interrupted; nothing is left of it",
  );
}
