// SPDX-License-Identifier: Apache-2.0
import { connectivityState } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";

import { runIsOver } from "../../../components/docker-provider/run-is-over";

afterEach(() => jest.restoreAllMocks());

test("a run is over when the engine is no longer there, and not when a connection to it was only closed", async () => {
  const { READY, IDLE, TRANSIENT_FAILURE } = connectivityState;
  const states = [READY, IDLE, READY];
  const answers: (Error | undefined)[] = [undefined, new Error("Failed to connect before the deadline")];
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
