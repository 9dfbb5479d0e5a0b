// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e`: boots machines, two at a time. Arguments go to jest.
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { machineTests, runJest } from "./testing/jest";
import { engine, machines } from "./testing/machines";

command(async (args) => {
  // Two tests that need the same must not make it side by side.
  await runSteps([engine, ...machines()]);
  return runJest(["e2e"], [...machineTests, "--maxWorkers", "2", ...args]);
});
