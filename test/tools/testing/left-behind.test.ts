// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { endLeftBehind } from "../../../tools/testing/left-behind";
import { written } from "../../child-process";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
});

/** A server that nobody ends. */
async function start(args: string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const program = 'require("node:net").createServer().listen(0, "127.0.0.1", () => console.log("listens"))';
  const child = spawn(process.execPath, ["-e", program, ...args], { stdio: ["ignore", "pipe", "ignore"], env });
  await written(child, "listens");
  return child;
}

test("a run that leaves nothing but caches has left nothing, and its folder goes", async () => {
  mkdirSync(join(folder, "tsx-0"));
  expect(await endLeftBehind(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test("a process is known by its folder for temporary files, or its command line, and is ended", async () => {
  const [one, two] = await Promise.all([start([], { TMPDIR: join(folder, "deeper") }), start([folder], {})]);
  const ends = [one, two].map((child) => once(child, "exit"));
  expect((await endLeftBehind(folder)).sort()).toEqual(
    [one, two].map(({ pid }) => expect.stringMatching(`^process ${pid}: .*createServer`) as string).sort(),
  );
  expect((await Promise.all(ends)).map(([, signal]) => signal as string)).toEqual(["SIGKILL", "SIGKILL"]);
}, 30_000);

test("a process that is about to end is waited for", async () => {
  const child = await start([], { TMPDIR: folder });
  setTimeout(() => child.kill(), 300);
  expect(await endLeftBehind(folder)).toEqual([]);
}, 30_000);

test("files and folders are named, and removed", async () => {
  writeFileSync(join(folder, "host-a1b2c3"), "");
  expect(await endLeftBehind(folder)).toEqual([`${folder}/host-a1b2c3`]);
  expect(existsSync(folder)).toBe(false);
});
