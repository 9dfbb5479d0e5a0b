// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { finish, written } from "./child-process";

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

const scripts = ["set-up", "test", "test:lab", "test:engine", "test:machines"];
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
  const before = ["set-up", "test", "test:lab"].map((name) => took(name));
  expect(lines.slice(-6)).toEqual([...before, took("test:engine", " failed"), took("together"), ""]);
  expect(lines).not.toContain("run test:machines");
});

describe("the acceptance run on a runner of GitHub", () => {
  const [shims, temporary] = [join(folder, "shims"), join(folder, "tmp")];
  const shim = (name: string, lines: string[]) => {
    writeFileSync(join(shims, name), ["#!/bin/bash", ...lines, ""].join("\n"), { mode: 0o755 });
  };
  beforeAll(() => {
    mkdirSync(shims);
    mkdirSync(temporary);
    // GitHub's statement, for who sends the token on stdin, or the runner's address.
    shim("curl", [
      "case $* in *checkip*) echo 203.0.113.7; exit ;; esac",
      'grep -q "Authorization: bearer token-of-the-job" && [[ $* == *audience=sts.amazonaws.com ]] && echo \'{"value":"statement"}\'',
    ]);
    shim("pgrep", ["exit 1"]);
    shim("aws", ['echo "$*, $AWS_CONFIG_FILE, $AWS_ROLE_ARN, $(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")"']);
  });
  const env = {
    ...process.env,
    ...{ PATH: [shims, process.env.PATH ?? ""].join(delimiter), TMPDIR: temporary, CLOUD: "aws", ONLY: "host" },
    ...{ AWS_ROLE_ARN: "arn:role", AWS_REGION: "eu-central-1", GOOGLE_PROJECT: "my-project" },
    ...{ ACTIONS_ID_TOKEN_REQUEST_URL: "https://id/?a", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job" },
  };
  const script = (name: string) => join(__dirname, "..", ".ci", name);

  test("whoever needs credentials of AWS asks for them anew, by a statement of GitHub that is anew", () => {
    const { stdout, stderr } = spawnSync(script("aws-credentials"), { env, encoding: "utf8" });
    expect([stdout, stderr]).toEqual([
      "configure export-credentials --format process, /dev/null, arn:role, statement\n",
      "",
    ]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("a run that is told to end has its credentials until it has ended", async () => {
    const credentials = '"$(cat "$AWS_CONFIG_FILE")"';
    shim("npm", [
      `trap 'sleep 0.2; echo ended with ${credentials}; exit 130' TERM`,
      'echo "$*"',
      "while :; do sleep 0.05; done",
    ]);
    const child = spawn(script("test-cloud"), { env });
    const end = finish(child);
    await written(child, "--only host");
    child.kill("SIGTERM");
    const { status, output } = await end;
    expect(output).toBe(
      [
        "run test:cloud -- aws --yes --from 203.0.113.7/32 --only host --region eu-central-1",
        "ended with [default]",
        `credential_process = "${script("aws-credentials")}"`,
        "",
      ].join("\n"),
    );
    expect(status).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("its last step removes what another one has left, and ends as that does", () => {
    shim("npm", ['echo "$*"', "exit 3"]);
    const { status, stdout } = spawnSync(script("test-cloud"), ["--reap"], { env, encoding: "utf8" });
    expect([status, stdout]).toEqual([3, "run test:cloud -- aws --reap\n"]);
  });
});
