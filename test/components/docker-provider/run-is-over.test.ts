// SPDX-License-Identifier: Apache-2.0
import { connectivityState } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";

import { runIsOver } from "../../../components/docker-provider/run-is-over";

afterEach(() => jest.restoreAllMocks());

test("a run is over when the SDK has closed its connection to the engine, whatever that was before", async () => {
  const states = [connectivityState.IDLE, connectivityState.READY, connectivityState.TRANSIENT_FAILURE];
  const asked: (connectivityState | undefined)[] = [];
  const getConnectivityState = (connect: boolean) => {
    expect(connect).toBe(false);
    asked.push(states[0]);
    return states.shift() ?? connectivityState.SHUTDOWN;
  };
  const monitor = { getChannel: () => ({ getConnectivityState }) };
  jest.spyOn(pulumi.runtime, "getMonitor").mockReturnValue(monitor as never);
  // The timer holds no program back, so something else has to here.
  const hold = setInterval(() => {}, 1000);
  await runIsOver(0.001);
  clearInterval(hold);
  expect(asked).toHaveLength(4);
});
