// SPDX-License-Identifier: Apache-2.0
import { columns, members, rows } from "./arguments";

const shared = members("components/docker-host-args.ts", "DockerHostArgs");
const table = rows("docs/platforms.md", 0);

test("the table has each shared argument once, in the order of their declaration, and no other", () => {
  expect(shared.length).toBeGreaterThan(10);
  expect(table.map(([argument]) => argument)).toEqual(shared.map((name) => `\`${name}\``));
});

test("says what each becomes on each platform", () => {
  expect(columns("docs/platforms.md", 0)).toEqual(["argument", "AWS", "Google Cloud", "local (QEMU)"]);
  for (const row of table) expect(row.map((cell) => cell !== "")).toEqual([true, true, true, true]);
});
