// SPDX-License-Identifier: Apache-2.0
// `npm run test:machines`: what `test:e2e` and `test:faults` run, side by side, so that the one works where the other waits.
// Arguments go to jest.
import { command } from "./shared/command";
import { withFaults } from "./testing/faults";
import { machineTests, runJest } from "./testing/jest";
import { engine } from "./testing/machines";

const sideBySide = [...machineTests, "--maxWorkers", "2"];

command((args) =>
  withFaults(1, [engine], (options) => runJest(["e2e", "faults"], [...sideBySide, ...options, ...args])),
);
