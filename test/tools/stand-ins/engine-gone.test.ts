// SPDX-License-Identifier: Apache-2.0
// What the engine starts ends with it. An engine that is killed says nothing: only its end of the pipe is gone.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { root, standIns } from "../../../tools/places";
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

test("a command provider ends with its engine, and so does what it runs", async () => {
  const provider = await ProviderUnderTest.start();
  const exit = once(provider.process, "exit");
  const made = expect(provider.create("command:local:Command", { create: "sleep 600" })).rejects.toThrow();
  provider.process.stdin?.destroy();
  await Promise.all([made, exit]);
  await provider.stop();
});
