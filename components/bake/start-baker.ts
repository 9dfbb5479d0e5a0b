// SPDX-License-Identifier: Apache-2.0
import { fork } from "node:child_process";
import { join } from "node:path";

import type { Say } from "../ephemeral/engine";
import type { BakedImage } from "./baked-image";
import type { BakeMessage, BakeOrder } from "./order";

/**
 * Has a process of its own find the image or make it; see baker.ts. Where `ending` is aborted, it rejects when nothing is left of
 * what was begun.
 */
export function startBaker(order: BakeOrder, say: Say, ending?: AbortSignal): Promise<BakedImage<unknown>> {
  const child = fork(join(__dirname, "baker"), {
    detached: true,
    // Where this package runs from its sources, the process needs a loader for TypeScript.
    execArgv: __filename.endsWith(".ts") ? ["--require", join(__dirname, "..", "from-sources.js")] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  ending?.addEventListener("abort", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    child.on("message", (message: BakeMessage) => {
      if ("line" in message) say(message.line);
      else if ("image" in message) resolve(message.image);
      else failure = new Error(message.failed);
    });
    child.on("error", reject);
    child.on("exit", (status, signal) =>
      reject(failure ?? new Error(`what makes the image ended with ${signal ?? `status ${status}`}; run this again`)),
    );
    child.send(order);
  });
}
