// SPDX-License-Identifier: Apache-2.0
// `npm run test:engine`: whole stacks on Pulumi's real engine, and the package as npm and pnpm install it, without machines.
// Arguments go to jest.
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { runJest, sideBySide } from "./testing/jest";
import { engine, yaml } from "./testing/machines";

command(async (args) => {
  await runSteps([engine, yaml]);
  return runJest(["engine"], [...sideBySide(), ...args]);
});
