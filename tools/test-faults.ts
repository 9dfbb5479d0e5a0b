// SPDX-License-Identifier: Apache-2.0
// `npm run test:faults`: boots one machine, verifies it, and then breaks copies of it in every way that the health check
// must find, each time from the same moment. Arguments go to jest: `-t "docker masked"` runs one fault.
import { availableParallelism } from "node:os";

import { command } from "./shared/command";
import { withFaults } from "./testing/faults";
import { machineTests, runJest } from "./testing/jest";

/** An emulated machine with one processor keeps one of this computer's busy. */
const copies = Math.min(availableParallelism(), 4);

command((args) =>
  withFaults(copies, [], (options) => runJest(["faults"], [...machineTests, "--runInBand", ...options, ...args])),
);
