// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";

import { WrongUse } from "../../../tools/cli/exit-status";
import { readOptions } from "../../../tools/shared/read-options";

const script = () => new Command("npm run pictures --").argument("<file>").option("--dark");

test("arguments and options are read", () => {
  const read = script();
  expect(readOptions(read, ["start.txt", "--dark"])).toBe(true);
  expect([read.args, read.opts()]).toEqual([["start.txt"], { dark: true }]);
});

test.each([
  [[], "missing required argument 'file' (see `npm run pictures -- --help`)"],
  [["start.txt", "--drk"], "unknown option '--drk'; did you mean --dark? (see `npm run pictures -- --help`)"],
  [
    ["start.txt", "stop.txt"],
    '"stop.txt" is no option of npm run pictures; options go behind two dashes, as in `npm run pictures -- --help`',
  ],
])("%j is wrong use, in one line", (args, message) => {
  expect(() => readOptions(script(), args)).toThrow(new WrongUse(message));
});
