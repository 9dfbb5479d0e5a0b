// SPDX-License-Identifier: Apache-2.0
// `npm run set-up`: what the tests need and would else install, download or build when they come to it.
import { asCommand } from "./command";
import { browser, engine, machines } from "./test-machines";
import { runSteps } from "./progress";

asCommand(() => runSteps([engine, ...machines(), browser]));
