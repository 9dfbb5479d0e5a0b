// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { join } from "node:path";

import { api, entryPoints } from "../../tools/api";
import { root } from "../../tools/shared/places";

test("each entry point of the package has a page", () => {
  const entries = entryPoints();
  expect(entries).toEqual(expect.arrayContaining(["components/aws/index.ts", "policies/index.ts"]));
  expect(entries.filter((entry) => !existsSync(join(root, entry)))).toEqual([]);
});

test("the pages can be made without a warning: each type that a signature names is there, and each link leads somewhere", async () => {
  // It fails where there is a warning, and has nothing to say where there is none.
  expect(await api()).toBe("");
});
