// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e`: boots machines, two at a time.
import { asCommand } from "./shared/command";
import { machineTests, runJest } from "./testing/jest";
import { engine, machines } from "./testing/machines";
import { runSteps } from "./progress/steps";

async function testEndToEnd(args: string[]): Promise<void> {
  // Two tests that need the same must not make it side by side.
  await runSteps([engine, ...machines()]);
  if (!(await runJest("e2e", [...machineTests, "--maxWorkers", "2", ...args]))) process.exitCode = 1;
}

asCommand(() => testEndToEnd(process.argv.slice(2)));
