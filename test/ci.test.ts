// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "ci-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** .ci/run with an npm that only says which script it was asked for, and fails at one of them. */
function ci(failing: string): { status: number | null; lines: string[] } {
  const npm = join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\necho "$*"\n[ "$2" != ${failing} ]\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: [folder, process.env.PATH ?? ""].join(delimiter) };
  const { status, stdout } = spawnSync(join(__dirname, "..", ".ci", "run"), { env, encoding: "utf8" });
  return { status, lines: stdout.split("\n").map((line) => line.trim()) };
}

const scripts = ["set-up", "test", "test:guest", "test:lab", "test:engine", "test:faults", "test:e2e"];
const took = (name: string, more = "") =>
  expect.stringMatching(new RegExp(`^${name} +\\d+ min \\d\\d s${more}$`)) as string;

test("what has to pass before a change lands runs in this order, and each part's minutes stand at the end", () => {
  expect(ci("none")).toEqual({
    status: 0,
    lines: [...scripts.map((name) => `run ${name}`), "", ...[...scripts, "together"].map((name) => took(name)), ""],
  });
});

test("where a part fails, nothing after it runs, and the minutes name it", () => {
  const { status, lines } = ci("test:engine");
  expect(status).toBe(1);
  const before = ["set-up", "test", "test:guest", "test:lab"].map((name) => took(name));
  expect(lines.slice(-7)).toEqual([...before, took("test:engine", " failed"), took("together"), ""]);
  expect(lines).not.toContain("run test:faults");
});
