// SPDX-License-Identifier: Apache-2.0
// What the engine starts ends with it. An engine that is killed says nothing: only its end of the pipe is gone.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { root, standIns } from "../../../tools/shared/places";
import { written } from "../../child-process";
import { ProviderUnderTest } from "./command-provider/under-test";

const languageHost = join(standIns, "language-host", "pulumi-language-nodejs");
const plugins = [
  languageHost,
  join(standIns, "command-provider", "pulumi-resource-command"),
  join(root, "test", "lab", "ec2", "pulumi-resource-aws"),
  join(root, "test", "lab", "gce", "pulumi-resource-gcp"),
].map((file) => [file.slice(root.length + 1), file] as const);

function start(file: string): ChildProcess {
  const env = { ...process.env, PULUMI_LAB_NODE: process.execPath };
  return spawn(file, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"], env });
}

test.each(plugins)("%s ends where its engine has ended before it was up", async (_name, file) => {
  const child = start(file);
  child.stdin?.destroy();
  await once(child, "exit");
});

test("a language host ends with its engine", async () => {
  const child = start(languageHost);
  await written(child, "\n");
  const exit = once(child, "exit");
  child.stdin?.destroy();
  await exit;
});

test("a command provider ends with its engine, and so does all that it runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-gone-"));
  const file = join(folder, "pid");
  const provider = await ProviderUnderTest.start();
  const exit = once(provider.process, "exit");
  const create = `sh -c 'echo $$ >${file}.new; mv ${file}.new ${file}; exec sleep 600'; true`;
  const made = expect(provider.create("command:local:Command", { create })).rejects.toThrow();
  while (!existsSync(file)) await pause(50);
  provider.process.stdin?.destroy();
  await Promise.all([made, exit]);
  await provider.stop();
  while (runs(Number(readFileSync(file, "utf8")))) await pause(50);
  rmSync(folder, { recursive: true });
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
