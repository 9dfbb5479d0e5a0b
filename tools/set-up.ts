// SPDX-License-Identifier: Apache-2.0
// `npm run set-up`: what the tests need and would else install, download or build when they come to it.
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { armMachine, browser, engine, machines } from "./testing/machines";

command(() => runSteps([engine, ...machines(), armMachine, browser]));
