// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runSteps, type Step } from "../progress/steps";
import { deleteMachine } from "../start/stack";
import { browser, machines } from "./machines";

/**
 * Sets up what the tests of faults need, runs them on so many copies of a machine, and leaves none. `run` is given the options by
 * which jest runs as many of them at a time.
 */
export async function withFaults(
  copies: number,
  setUp: Step[],
  run: (options: string[]) => Promise<boolean>,
): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), "docker-host-faults-"));
  const guest = machines((found) => (process.env.FAULTS_SETTING = JSON.stringify({ ...found, directory, copies })));
  try {
    await runSteps([...setUp, ...guest, browser]);
    return await run(["--maxConcurrency", String(copies)]);
  } finally {
    // jest that was interrupted leaves the machines to us.
    for (const name of readdirSync(directory)) await deleteMachine(join(directory, name));
    rmSync(directory, { recursive: true, force: true });
  }
}
