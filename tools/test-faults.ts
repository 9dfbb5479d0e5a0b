// SPDX-License-Identifier: Apache-2.0
// `npm run test:faults`: boots one machine, verifies it, and then breaks it in every way that the health check must
// find, each time from the same moment. Arguments go to jest: `-t "docker masked"` runs one fault.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureAcceleration } from "./acceleration";
import { freePort } from "../stacks/ephemeral/free-port";
import { ensureGuestImage } from "./guest-image";
import { machineTests, runJest } from "./jest";
import { deleteMachine } from "./local-stack";
import { runSteps } from "./progress";
import { ensureQemu } from "./qemu";
import { ensurePrograms } from "./system-packages";

/** Shows the report's page. */
const chromium = { name: "chromium", apt: "chromium", dnf: "chromium", brew: "--cask chromium" };

async function testFaults(args: string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "docker-host-faults-"));
  try {
    await prepare(directory);
    if (!(await runJest("faults", [...machineTests, ...args]))) process.exitCode = 1;
  } finally {
    // jest that was interrupted leaves the machine to us.
    await deleteMachine(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function prepare(directory: string): Promise<void> {
  await runSteps([
    { title: "QEMU", run: ensureQemu },
    { title: "browser", run: (report) => ensurePrograms([chromium], report) },
    {
      title: "guest image",
      run: async (report) => {
        const image = await ensureGuestImage(report);
        const accelerator = await ensureAcceleration(image.image, report);
        process.env.FAULTS_SETTING = JSON.stringify({ image, accelerator, port: await freePort(), directory });
        return `${image.image.name}, ${accelerator}`;
      },
    },
  ]);
}

testFaults(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
