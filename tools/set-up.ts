// SPDX-License-Identifier: Apache-2.0
// `npm run set-up`: what the tests need and would else install, download or build when they come to it.
import { browser, engine, machines } from "./test-machines";
import { runSteps } from "./progress";

runSteps([engine, ...machines(), browser]).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
