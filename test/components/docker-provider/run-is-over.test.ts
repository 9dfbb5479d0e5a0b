// SPDX-License-Identifier: Apache-2.0
import { connectivityState } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";

import { runIsOver } from "../../../components/docker-provider/run-is-over";

afterEach(() => jest.restoreAllMocks());

test("a run is over when the engine is no longer there, and not when a connection to it was only closed", async () => {
  const { READY, IDLE, TRANSIENT_FAILURE } = connectivityState;
  const states = [READY, IDLE, IDLE, READY, IDLE, IDLE, IDLE];
  const failed = new Error("Failed to connect before the deadline");
  // After one failure, as where the computer has slept, the engine is there again: twice.
  const answers: (Error | undefined)[] = [undefined, failed, failed, undefined, failed, failed];
  const monitor = {
    getChannel: () => ({ getConnectivityState: () => states.shift() ?? TRANSIENT_FAILURE }),
    waitForReady: (_deadline: number, ready: (error?: Error) => void) => ready(answers.shift()),
  };
  jest.spyOn(pulumi.runtime, "getMonitor").mockReturnValue(monitor as never);
  // The timer holds no program back, so something else has to here.
  const hold = setInterval(() => {}, 1000);
  await runIsOver(0.001);
  clearInterval(hold);
  expect([states, answers]).toEqual([[], []]);
});
