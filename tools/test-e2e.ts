// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e`: boots machines, one at a time. The tests use `npm start`, which does the set-up.
import { machineTests, runJest } from "./jest";

runJest("e2e", [...machineTests, ...process.argv.slice(2)]).then(
  (passed) => {
    if (!passed) process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
