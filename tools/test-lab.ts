// SPDX-License-Identifier: Apache-2.0
// `npm run test:lab`: the programs that run on a host, on stand-ins for one, and the stand-ins with which the other tests do
// without clouds, plugins, Rocky's image and an Arm computer. Arguments go to jest.
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { runJest, sideBySide } from "./testing/jest";
import { armMachine, engine } from "./testing/machines";

/** The longest of these tests wait for limits and time-outs, and need no processor meanwhile. */
const waiting = 3;

command(async (args) => {
  await runSteps([engine, armMachine]);
  return runJest(["guest", "lab"], [...sideBySide(waiting), ...args]);
});
