// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { cloudConfig, defaults } from "../../cloud-init";
import { specOf } from "./spec-of";

const folder = mkdtempSync(join(tmpdir(), "commands-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The script that cloud-init makes of `runcmd`, run as on Enterprise Linux, where sh is bash: without our own entries. */
function run(commands: string[], more?: string[]) {
  const file = join(folder, "failed-commands");
  rmSync(file, { force: true });
  const { runcmd } = cloudConfig(specOf({ commands, ...(more && { cloudConfig: { runcmd: more } }) })) as {
    runcmd: unknown[];
  };
  const lines = runcmd.filter((line) => typeof line === "string");
  const text = ["#!/bin/sh", "# another's line", ...lines, ""].join("\n");
  const script = text.replaceAll(defaults.guest.failedCommands, file);
  const { status, stdout, stderr } = spawnSync("bash", ["--posix", "-s"], { input: script, encoding: "utf8" });
  return { status, stdout, stderr, failed: existsSync(file) ? readFileSync(file, "utf8") : "" };
}

test("each line that fails is named by its number and its status, in the log and for the health check", () => {
  const said = "commands: line 2 ended with status 7\ncommands: line 5 ended with status 1\n";
  expect(run(["true", "(exit 7)", "if true; then\n  x=1\n  false\nfi", "true"])).toEqual({
    ...{ status: 0, stdout: "", stderr: said, failed: said },
  });
});

test("what was meant to fail is no failure, and neither is a line of another's", () => {
  const commands = ["false || true", "if false; then true; fi", "! true"];
  expect(run(commands, ["false", "true"])).toMatchObject({ status: 0, stderr: "", failed: "" });
});

test("a line goes on with the status and the variables that the line before has left", () => {
  expect(run(["x=5; (exit 3)", "echo $? $x"])).toMatchObject({
    stdout: "3 5\n",
    failed: "commands: line 1 ended with status 3\n",
  });
});

test("what a line holds is not written down", () => {
  expect(run(["test hunter2 = x"]).failed).toBe("commands: line 1 ended with status 1\n");
});

test("the status of the last line is that of the script, as it is without the trap", () => {
  expect(run(["true", "(exit 4)"]).status).toBe(4);
});
