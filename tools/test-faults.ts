// SPDX-License-Identifier: Apache-2.0
// `npm run test:faults`: boots one machine, verifies it, and then breaks copies of it in every way that the health check
// must find, each time from the same moment. Arguments go to jest: `-t "docker masked"` runs one fault.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { deleteMachine } from "./start/stack";
import { machineTests, runJest } from "./testing/jest";
import { browser, machines } from "./testing/machines";

/** An emulated machine with one processor keeps one of this computer's busy. */
const copies = Math.min(availableParallelism(), 4);

command(async (args) => {
  const directory = mkdtempSync(join(tmpdir(), "docker-host-faults-"));
  try {
    await runSteps([
      ...machines((found) => (process.env.FAULTS_SETTING = JSON.stringify({ ...found, directory, copies }))),
      browser,
    ]);
    const sideBySide = ["--runInBand", "--maxConcurrency", String(copies)];
    return await runJest("faults", [...machineTests, ...sideBySide, ...args]);
  } finally {
    // jest that was interrupted leaves the machines to us.
    for (const name of readdirSync(directory)) await deleteMachine(join(directory, name));
    rmSync(directory, { recursive: true, force: true });
  }
});
