// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** A client of gRPC, as far as it is asked here. */
interface Client {
  getChannel: () => { getConnectivityState: (connect: boolean) => number };
  waitForReady: (deadline: number, ready: (error?: Error) => void) => void;
}

/** gRPC's number for a channel that is connected. */
const connected = 2;

/**
 * Resolves when the engine has ended the update, preview or whatever runs this program: after all that it deletes. A program of its own
 * ends then as well; one that the Automation API runs goes on.
 */
export function runIsOver(everySeconds = 1): Promise<void> {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return new Promise((resolve) => {
    if (!isClient(monitor)) return;
    const look = (failures: number) => {
      if (monitor.getChannel().getConnectivityState(false) === connected) again(0);
      // A connection that nobody has used for long is closed, and opens again where the engine is there. One failure says nothing:
      // a computer that slept, or a program that was busy, is past the deadline before anybody was asked.
      else
        monitor.waitForReady(Date.now() + 10_000, (error) =>
          !error ? again(0) : failures === 0 ? again(1) : resolve(),
        );
    };
    const again = (failures: number) => void setTimeout(look, everySeconds * 1000, failures).unref();
    again(0);
  });
}

const isClient = (monitor: unknown): monitor is Client =>
  typeof monitor === "object" && monitor !== null && "getChannel" in monitor && "waitForReady" in monitor;
