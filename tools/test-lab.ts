// SPDX-License-Identifier: Apache-2.0
// `npm run test:lab`: the stand-ins with which the other tests do without clouds, plugins and Rocky's image. Arguments go to
// jest.
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { runJest, sideBySide } from "./testing/jest";
import { engine } from "./testing/machines";

command(async (args) => {
  await runSteps([engine]);
  return runJest("lab", [...sideBySide, ...args]);
});
