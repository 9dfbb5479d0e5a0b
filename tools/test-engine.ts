// SPDX-License-Identifier: Apache-2.0
// `npm run test:engine`: whole stacks on Pulumi's real engine, without machines. Arguments go to jest.
import { asCommand } from "./shared/command";
import { runJest } from "./testing/jest";
import { runSteps } from "./progress/steps";
import { ensurePulumi } from "./setup/pulumi";

async function testEngine(args: string[]): Promise<void> {
  await runSteps([{ title: "Pulumi", run: async (report) => (await ensurePulumi(report)).origin }]);
  if (!(await runJest("engine", args))) process.exitCode = 1;
}

asCommand(() => testEngine(process.argv.slice(2)));
