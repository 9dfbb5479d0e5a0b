// SPDX-License-Identifier: Apache-2.0
// What the hooks leave for the command; that both come together, host-health.test.ts shows on the engine.
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

import { prepare } from "../../components/launch";
import { stateHome } from "../state-home";

const state = stateHome("launch");

test("a check finds its program in a folder that only this user reads, and nothing of its order", () => {
  const folder = prepare("/some/check-program", '{"privateKey":"secret"}');
  expect(folder.startsWith(join(state, "pulumi-docker-host", "checks"))).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const program = readFileSync(join(folder, "program.cjs"), "utf8");
  expect(program).toMatch(/module\.exports = require\("\/some\/check-program"\);\n$/);
  expect(program).not.toContain("secret");
  expect(prepare("/some/check-program", "another order")).not.toBe(folder);
});

test("what a killed check has left goes after two days", () => {
  const checks = join(state, "pulumi-docker-host", "checks");
  const [old, recent] = ["old", "recent"].map((name) => join(checks, name)) as [string, string];
  for (const folder of [old, recent]) mkdirSync(folder, { recursive: true });
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  utimesSync(old, hours(49), hours(49));
  utimesSync(recent, hours(47), hours(47));
  prepare("/some/check-program", "order");
  expect([old, recent].map((folder) => existsSync(folder))).toEqual([false, true]);
});
