// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkCommand, commandTimeout } from "../../../components/health/check-command";

test("the inputs name the host, and nothing of this computer", () => {
  const { interpreter, ...inputs } = checkCommand("web");
  expect(inputs).toEqual({
    create: "health check of docker host web",
    addPreviousOutputInEnv: false,
    logging: "none",
  });
  expect(interpreter.slice(0, 2)).toEqual(["node", "-e"]);
  expect(interpreter.join("\n")).not.toContain(process.cwd());
});

test("the provider ends it a minute after its limit", () => expect(commandTimeout({ total: 900 })).toBe(960));

test("without the program that it is of, it says what is missing", () => {
  const home = mkdtempSync(join(tmpdir(), "check-command-"));
  const [program = "", ...args] = checkCommand("web").interpreter;
  const env = { ...process.env, HOME: home, XDG_STATE_HOME: "" };
  const { status, stdout, stderr } = spawnSync(program, [...args, "words"], { env, input: "{}", encoding: "utf8" });
  rmSync(home, { recursive: true });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(
    /^the check was not started by its program: .* does not exist; .* the same HOME and XDG_STATE_HOME\n$/,
  );
});
