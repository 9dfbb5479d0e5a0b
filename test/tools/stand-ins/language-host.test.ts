// SPDX-License-Identifier: Apache-2.0
// The real CLI and engine with both stand-ins: what a person does with a stack, from its creation to its end.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { type SshServer, startSshServer } from "./command-provider/ssh-server";
import { finish } from "../../child-process";
import { ScratchProject } from "./language-host/scratch-project";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { local, remote } from "@pulumi/command";

const { TRIGGER = "1", BREAK, CONNECTION = "{}", TRACE = "" } = process.env;
console.log("the program runs");
if (BREAK === "program") throw new Error("broken on purpose");
const token = new pulumi.Stash("token", { input: pulumi.secret(String(Math.random())) }, { ignoreChanges: ["input"] });
const machine = new local.Command("machine", {
    create: "cat > machine; echo made >> " + TRACE + "; pwd",
    delete: "echo gone >> " + TRACE,
    stdin: pulumi.secret("hush-hush"),
    triggers: [TRIGGER],
});
const check = new remote.Command("check", {
    connection: JSON.parse(CONNECTION),
    create: "prove",
    stdin: pulumi.interpolate\`token \${token.output}\`,
    addPreviousOutputInEnv: false,
    triggers: [machine.stdout],
}, { deletedWith: machine, additionalSecretOutputs: ["stdout", "stderr"] });
if (BREAK === "command") new local.Command("broken", { create: "echo before; exit 3" }, { dependsOn: check });
if (BREAK === "wait") new local.Command("slow", { create: "echo waiting >> " + TRACE + "; exec sleep 300" }, { dependsOn: check });
export const plain = new pulumi.Config().get("plain") ?? "none";
export const kept = token.output;
export const proof = check.stdout;
`;

let project: ScratchProject;
let server: SshServer;
let env: NodeJS.ProcessEnv;

// A machine where the CLI has to be built takes its time once.
beforeAll(async () => {
  const cli = await ensurePulumiCli(() => {});
  project = new ScratchProject(cli.path, program);
  server = await startSshServer();
  const { port, hostKey, key } = server;
  env = {
    TRACE: join(project.directory, "trace"),
    CONNECTION: JSON.stringify({
      host: "127.0.0.1",
      port,
      user: "rocky",
      privateKey: key.private,
      hostKey,
      dialErrorLimit: 1,
    }),
  };
  expect(await project.run(["stack", "init", "dev"])).toMatchObject({ status: 0 });
}, 900_000);

afterAll(() => {
  server.close();
  project.remove();
});

const trace = () =>
  env.TRACE !== undefined && existsSync(env.TRACE) ? readFileSync(env.TRACE, "utf8").trim().split("\n") : [];
const up = (more: NodeJS.ProcessEnv = {}, ...args: string[]) =>
  project.run(["up", "--yes", "--skip-preview", ...args], { ...env, ...more });
const outputs = async () =>
  JSON.parse((await project.run(["stack", "output", "--json", "--show-secrets"])).output) as Record<string, string>;
let kept = "";

// Each test goes on where the one before it has ended.
test("a preview runs no command", async () => {
  const { status, output } = await project.run(["preview"], env);
  expect(output).toContain("4 to create");
  expect(status).toBe(0);
  expect(server.connections()).toBe(0);
  expect(trace()).toEqual([]);
});

test("up creates everything, and the program's output and configuration get through", async () => {
  await project.run(["config", "set", "plain", "configured"]);
  const { status, output } = await up();
  expect(output).toContain("the program runs");
  expect(output).toContain("4 created");
  expect(status).toBe(0);
  expect(trace()).toEqual(["made"]);
  expect(readFileSync(join(project.directory, "machine"), "utf8")).toBe("hush-hush");
  const made = await outputs();
  kept = String(made.kept);
  expect(made.plain).toBe("configured");
  expect(JSON.parse(String(made.proof))).toMatchObject({ command: "prove", stdin: `token ${kept}` });
});

test("no secret stands in the state in plain text", async () => {
  const { output } = await project.run(["stack", "export"]);
  expect(output).toContain('"command:remote:Command"');
  for (const hidden of ["hush-hush", kept, "PRIVATE KEY"]) expect(output).not.toContain(hidden);
});

test("a second up changes nothing", async () => {
  expect(await up({}, "--expect-no-changes")).toMatchObject({ status: 0 });
  expect(server.commands).toEqual(["prove"]);
  expect((await outputs()).kept).toBe(kept);
});

test("a changed trigger replaces, and a preview says so", async () => {
  expect((await project.run(["preview"], { ...env, TRIGGER: "2" })).output).toMatch(/machine .*replace/);
  const { status, output } = await up({ TRIGGER: "2" });
  expect(output).toContain("2 replaced");
  expect(status).toBe(0);
  expect(trace()).toEqual(["made", "made", "gone"]);
});

test("a failing command fails up with its output, and the next up goes on", async () => {
  const { status, output } = await up({ TRIGGER: "2", BREAK: "command" });
  expect(status).not.toBe(0);
  expect(output).toContain('exit status 3: running "echo before; exit 3":');
  expect(output).toMatch(/^\s*before$/m);
  expect(await up({ TRIGGER: "2" }, "--expect-no-changes")).toMatchObject({ status: 0 });
});

test("a program that throws fails up with its own message alone", async () => {
  const { status, output } = await up({ TRIGGER: "2", BREAK: "program" });
  expect(status).not.toBe(0);
  expect(output).toContain("broken on purpose");
  expect(output).not.toContain("Program exited");
});

test("an interrupted up ends what it has started, and leaves a stack that can be used", async () => {
  const child = project.start(["up", "--yes", "--skip-preview"], { ...env, TRIGGER: "2", BREAK: "wait" });
  const ended = finish(child);
  while (!trace().includes("waiting") && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill("SIGINT");
  const { status, output } = await ended;
  expect(status).not.toBe(0);
  expect(output).toMatch(/signal: killed|canceled/);
  expect(await up({ TRIGGER: "2" }, "--expect-no-changes")).toMatchObject({ status: 0 });
});

test("destroy runs the delete commands and leaves nothing", async () => {
  const { status, output } = await project.run(["destroy", "--yes", "--skip-preview"], env);
  expect(output).toContain("4 deleted");
  expect(status).toBe(0);
  expect(trace().at(-1)).toBe("gone");
  expect((await project.run(["stack", "export"])).output).not.toContain("command:local:Command");
});
