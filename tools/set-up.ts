// SPDX-License-Identifier: Apache-2.0
// `npm run set-up`: what the tests need and would else install, download or build when they come to it. Where the CLI is built,
// both processors are at work; what the others wait for, such as packages, costs no time then.
import { inOrder } from "./progress/in-order";
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { armMachine, browser, engine, machines } from "./testing/machines";

// Only one at a time can install packages of the system.
command(() => runSteps([engine, ...inOrder([...machines(), armMachine, browser])], { together: true }));
