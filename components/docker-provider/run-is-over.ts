// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** A client of gRPC, as far as it is asked here. */
interface Client {
  getChannel: () => { getConnectivityState: (connect: boolean) => number };
}

/** gRPC's number for a channel that was closed. */
const shutdown = 4;

/**
 * Resolves when the engine has ended the update, preview or whatever runs this program: after all that it deletes. A program of its own
 * ends then as well; one that the Automation API runs goes on.
 */
export function runIsOver(everySeconds = 1): Promise<void> {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return new Promise((resolve) => {
    if (!isClient(monitor)) return;
    const timer = setInterval(() => {
      if (monitor.getChannel().getConnectivityState(false) !== shutdown) return;
      clearInterval(timer);
      resolve();
    }, everySeconds * 1000).unref();
  });
}

const isClient = (monitor: unknown): monitor is Client =>
  typeof monitor === "object" && monitor !== null && "getChannel" in monitor;
