// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { join } from "node:path";

import { parseReport } from "../../components/health/report";
import { announcement } from "../../tools/start/announcement";
import { isUnchanged, success, unchanged } from "../../tools/start/outcome";
import { root } from "../../tools/shared/places";
import { startOptions } from "../../tools/start/options";
import { finish, type Result } from "../child-process";
import { environmentOfAPerson } from "../person";

/** What people see who type `npm start -- ...`, after npm's own lines. */
function run(script: string, ...options: string[]): Promise<Result> {
  const args = [join(root, "tools", "run.mjs"), script, ...options];
  return finish(spawn(process.execPath, args, { cwd: root, env: environmentOfAPerson() }));
}

describe("as a process", () => {
  test.each(["start", "stop"])("npm %s -- --help shows the options, with an example, in 80 columns", async (script) => {
    const { status, output } = await run(script, "--help");
    expect(status).toBe(0);
    expect(output).toContain(`Usage: npm ${script} -- [options]`);
    expect(output).toMatch(new RegExp(`^Examples?:\n  npm ${script}$`, "m"));
    for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("an option that does not exist is one line, with the nearest one, and status 2", async () => {
    expect(await run("start", "--prt", "2200")).toEqual({
      status: 2,
      output: "unknown option '--prt'; did you mean --port? (see `npm start -- --help`)\n",
    });
  });
});

describe("options", () => {
  test("none are needed", () => {
    expect(startOptions([])).toEqual({ sshPort: {}, bake: true, yes: false });
  });

  test("those that are given are taken", () => {
    const sha256 = "A".repeat(64);
    const image = "https://mirror.example.com/rocky.qcow2";
    expect(startOptions(["--yes", "--no-bake", "--port", "2200", "--image", image, "--sha256", sha256])).toEqual({
      ...{ yes: true, bake: false, sshPort: { sshPort: 2200 } },
      own: { address: image, sha256: sha256.toLowerCase() },
    });
  });

  test.each([
    [["--port", "70000"], "--port 70000 is not a port; use a number from 1 to 65535"],
    [["--port", ""], '--port "" is not a port; use a number from 1 to 65535'],
    [["--port", "ssh"], "--port ssh is not a port; use a number from 1 to 65535"],
    [["--port"], "option '--port <number>' argument missing (see `npm start -- --help`)"],
    [["2200"], '"2200" is no option of npm start; options go behind two dashes, as in `npm start -- --help`'],
    [["--sha256", "a"], "--sha256 is the digest of an image; give its address too, with --image"],
  ])("%j is refused in one line", (args, message) => {
    expect(() => startOptions(args)).toThrow(message);
    expect(message).not.toContain("\n");
  });
});

describe("before anything happens", () => {
  test("four lines of at most 80 columns say what, where, how long, how much and which port", () => {
    const lines = announcement({})
      .replace(/(downloads:) .*/, "$1 ~/.cache/pulumi-docker-host")
      .split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[3]).toContain("port 2222 of 127.0.0.1");
  });

  test("what somebody has set is said, and not the default", () => {
    expect(announcement({ sshPort: 2250, memoryMiB: 4096, diskGiB: 40 })).toMatch(/up to 42; 4 GiB .* port 2250 /);
  });
});

describe("at the end", () => {
  const health = parseReport(
    [
      '{"probe": "server", "status": "pass", "ms": 1, "detail": "28.5.2"}',
      '{"probe": "smoke", "status": "skip", "ms": 1, "detail": "no image"}',
      '{"version": 1, "host": "web", "healthy": true, "dockerVersion": "28.5.2", "stage": "", "seconds": 1, "bootId": "b", "finished": "2026-11-24T12:00:03Z"}',
    ].join("\n"),
  );
  const login = { address: "127.0.0.1", port: 2222, user: "rocky", knownHosts: "", privateKey: "" };
  const host = { ...login, dockerHost: "ssh://rocky@127.0.0.1:2222", imageName: "Rocky 9", health };

  test("stands what works, for whom, where, how to use it and how long it took, in 80 columns", () => {
    const lines = success(host, ["rocky", "ci"], 151).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "✔ 1 check passed; 1 had nothing to look at (smoke), in 2 min 31 s",
      "Docker 28.5.2 works for rocky, ci at ssh://rocky@127.0.0.1:2222",
      "on Rocky 9",
    ]);
    expect(lines.join("\n")).toContain("npx pulumi-docker-host shell");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("stand two lines where nothing has changed", () => {
    const lines = unchanged(host).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("the check of 2026-11-24 12:00 UTC");
    expect(lines[1]).toContain("Docker 28.5.2 at ssh://rocky@127.0.0.1:2222");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([
    ["Resources:\n    11 unchanged\n\nDuration: 2s\n", true],
    ["Resources:\n    ~ 1 updated\n    10 unchanged\n\nDuration: 2s\n", false],
    ["Resources:\n    + 11 created\n", false],
    ["no summary", false],
  ])("what `pulumi up` says of its resources tells whether anything has: %j", (output, expected) => {
    expect(isUnchanged(output)).toBe(expected);
  });
});
