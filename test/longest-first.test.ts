// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../tools/shared/places";

interface Test {
  path: string;
  duration?: number;
  context: object;
}
interface Sequencer {
  sort(tests: Test[]): Test[];
  cacheResults(tests: Test[], results: object): void;
}
interface Known {
  new (options: object): Sequencer;
  files: string[];
}
// What jest loads by its name is no module of TypeScript's.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const LongestFirst = require("./longest-first.js") as Known;

const folder = mkdtempSync(join(tmpdir(), "sequencer-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a clone that keeps what jest finds out in this folder. */
function sequencer(cacheDirectory: string) {
  const context = {
    config: { id: "unit", cacheDirectory, haste: {} },
    hasteFS: { getSize: () => 1 },
  };
  const test = (file: string): Test => ({ path: join(root, file), context });
  const made = new LongestFirst({ contexts: [context], globalConfig: {} });
  const order = (...files: string[]) => made.sort(files.map(test)).map(({ path }) => path.slice(root.length + 1));
  return { made, test, order };
}

const [short, longer, longest] = [
  "test/longest-first.test.ts",
  "test/tools/schema.test.ts",
  "test/cloud-init/guest/interrupted.test.ts",
];

test("in a fresh clone the files that take long begin, longest first, and all others come after them", () => {
  const { order } = sequencer(join(folder, "empty"));
  expect(order(short, longer, longest)).toEqual([longest, longer, short]);
  expect(order(longer, longest, short)).toEqual([longest, longer, short]);
});

test("what a file took the last time counts for more", () => {
  const { made, test, order } = sequencer(folder);
  const testResults = [{ testFilePath: join(root, short), perfStats: { runtime: 60_000 }, numFailingTests: 0 }];
  made.cacheResults([test(short)], { testResults });
  expect(order(longest, short, longer)).toEqual([short, longest, longer]);
});

test("the files of these tests are known, one as short and the others as long", () => {
  expect([short, longer, longest].map((file) => LongestFirst.files.includes(file))).toEqual([false, true, true]);
});

test("each file that is known to take long is there", () => {
  expect(LongestFirst.files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
