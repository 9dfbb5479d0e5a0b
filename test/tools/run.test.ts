// SPDX-License-Identifier: Apache-2.0
// `npm start` on its way to tools/start.ts: package.json and tools/run.mjs in a clone that has another program there. The
// script is run as npm does it, by a shell to which npm hands a `kill`.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { root } from "../../tools/shared/places";
import { finish, written } from "../child-process";

const program = `
process.on("SIGTERM", () => { console.log("told to end"); process.exit(7); });
setInterval(() => {}, 1000);
console.log("the program runs");`;

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: { start: string } };
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "clone-"));
  for (const folder of ["tools", "node_modules/.bin"]) mkdirSync(join(clone, folder), { recursive: true });
  for (const file of ["package.json", "tools/run.mjs"]) copyFileSync(join(root, file), join(clone, file));
  writeFileSync(join(clone, "tools", "start.ts"), program);
  symlinkSync(join(root, "node_modules", "tsx"), join(clone, "node_modules", "tsx"));
  // Nothing is to be installed.
  writeFileSync(join(clone, "package-lock.json"), "{}");
  writeFileSync(join(clone, "node_modules", ".installed"), createHash("sha256").update("{}").digest("hex"));
});
afterAll(() => rmSync(clone, { recursive: true }));

/** With this line of shell in place of the Node that the packages bring, which npm puts first on PATH. */
function start(node: string): ChildProcess {
  const programs = join(clone, "node_modules", ".bin");
  writeFileSync(join(programs, "node"), `#!/bin/sh\n${node}\n`, { mode: 0o755 });
  const PATH = [programs, process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, NODE: process.execPath, NODE_OPTIONS: "" };
  return spawn("sh", ["-c", scripts.start], { cwd: clone, stdio: "pipe", env });
}

test("a kill reaches the program, which decides how to end", async () => {
  const child = start('exec "$NODE" "$@"');
  await written(child, "the program runs");
  const end = finish(child);
  child.kill("SIGTERM");
  expect((await end).output).toContain("told to end");
});

test("a kill before Node is up leaves nothing that runs", async () => {
  const child = start('echo starting; read -r line; exec "$NODE" "$@"');
  await written(child, "starting");
  const end = finish(child);
  child.kill("SIGTERM");
  child.stdin?.end();
  expect((await end).output).not.toContain("the program runs");
});

test("where the machine's Node is older than the SDK needs, the program runs on the one that the packages bring", async () => {
  const older = join(clone, "older.cjs");
  writeFileSync(older, `Object.defineProperty(process.versions, "node", { value: "20.19.0" });`);
  const child = start(
    `case $1 in tools/*) exec "$NODE" --require ${older} "$@" ;; *) echo its own; exec "$NODE" "$@" ;; esac`,
  );
  expect(await written(child, "the program runs")).toContain("its own");
  const end = finish(child);
  child.kill("SIGTERM");
  await end;
});
