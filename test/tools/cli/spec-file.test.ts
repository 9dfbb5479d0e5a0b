// SPDX-License-Identifier: Apache-2.0
// Where a spec comes from, and what is said of a text that is no YAML.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import type { Problem } from "../../../cloud-init";
import { readYaml } from "../../../tools/cli/yaml";
import { CommandLine, program } from "./command-line";

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());

const list = (of: string) => `[${Array(10).fill(of).join(", ")}]`;
const bomb = `a: &a ${list("1")}\nb: &b ${list("*a")}\nc: &c ${list("*b")}\nd: &d ${list("*c")}\n`;

test.each([
  ["login: *who\n", "f.yaml:1:8: *who has no &who before it"],
  [bomb, /^f\.yaml:4:\d+: aliases stand for too much; write it out$/],
  ["a: 1\n---\nb: 2\n", "f.yaml:2:1: the file holds more than one document; give one"],
  ["a: 1\n? [b, c]\n: 1\n", "f.yaml:2:3: a key of a map is a list or a map; use a name"],
  ["[".repeat(20_000), /^f\.yaml:1:\d+: lists or maps are nested too deeply$/],
])("%.20j is refused at its place, in plain words", (text, message) => {
  expect(() => readYaml(text, "f.yaml")).toThrow(message);
});

test("a spec comes from a slow pipe, a FIFO waits for its writer, and a signal ends the waiting", async () => {
  execFileSync("mkfifo", [join(commandLine.folder, "pipe"), join(commandLine.folder, "idle")]);
  const run = `"${process.execPath}" "${program}" validate`;
  const [slow, late, ended] = await Promise.all([
    commandLine.start("sh", ["-c", `{ echo 'login: rocky'; sleep 1; echo 'foo: 1'; } | ${run} -`]),
    commandLine.start("sh", ["-c", `${run} pipe & sleep 1; { echo 'login: rocky'; echo 'foo: 1'; } >pipe; wait $!`]),
    // It waits once it has opened the pipe; what ls lists may be closed by then, and more than one signal would do no harm.
    commandLine.start("sh", [
      "-c",
      `${run} idle & until [ -e /proc/$!/fd ] && ls -l /proc/$!/fd 2>/dev/null | grep -q idle; do sleep 0.1; done; kill $!; wait $!`,
    ]),
  ]);
  expect([slow.status, slow.stdout]).toEqual([1, expect.stringMatching(/^✖ standard input has 1 error\nerror: foo: /)]);
  expect([late.status, late.stdout]).toEqual([1, expect.stringMatching(/^✖ pipe has 1 error\nerror: foo: /)]);
  expect(ended).toMatchObject({ status: 143, stdout: "", stderr: "" });
});

test("--json is JSON also for a text that is no YAML", async () => {
  const { status, stdout, stderr } = await commandLine.run(["validate", "-", "--json"], "a: [\n");
  const { problems } = JSON.parse(stdout) as { problems: Problem[] };
  expect([status, problems]).toEqual([2, [expect.objectContaining({ severity: "error", code: "unreadable" })]]);
  expect(stderr).toBe(`error: ${problems[0]?.message}\n`);
});

test("--json gives each problem a code, which stays when its words change", async () => {
  const spec = "login: rocky\nusers: [{ name: A }]\nttlMinutes: 3\n";
  const { status, stdout } = await commandLine.run(["validate", "-", "--json"], spec);
  const { problems } = JSON.parse(stdout) as { problems: Problem[] };
  expect(status).toBe(1);
  expect(problems.map(({ path, code }) => [path, code])).toEqual([
    ["users[0].name", "users/name"],
    ["ttlMinutes", "ttlMinutes"],
  ]);
});
