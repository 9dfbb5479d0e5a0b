// SPDX-License-Identifier: Apache-2.0
// A host and what is done to it, on the real CLI and engine. The machine is an SSH server with the keys of its user data,
// which says that it is healthy, and runs every other command on this computer.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { freePort } from "../../../stacks/ephemeral/free-port";
import { root, standIns } from "../../../tools/places";
import { ensurePulumiCli } from "../../../tools/pulumi-cli";
import { install } from "../../package/packed";
import { environmentOfAPerson } from "../../person";
import { ScratchProject } from "../../tools/stand-ins/language-host/scratch-project";
import { runs } from "./scratch-machine";

const program = `
import { remote } from "@pulumi/command";
import { LocalDockerHost } from "pulumi-docker-host/local";

const { PORT, FOLDER = "", TRACE = "", MEMORY = "2048" } = process.env;
const host = new LocalDockerHost("web", {
  image: { name: "none", disk: __filename },
  directory: FOLDER,
  sshPort: Number(PORT),
  memoryMiB: Number(MEMORY),
});
new remote.Command("container", {
  connection: host.connection,
  create: "echo started >> " + TRACE,
  triggers: [host.machineId],
  addPreviousOutputInEnv: false,
});
export const { machineId, summary } = host;
`;

jest.setTimeout(240_000);

let project: ScratchProject;
let env: NodeJS.ProcessEnv;
const run = (args: string[], more: NodeJS.ProcessEnv = {}) => project.run(args, { ...env, ...more });
const up = (more?: NodeJS.ProcessEnv) => run(["up", "--yes", "--skip-preview"], more);
const started = () =>
  existsSync(String(env.TRACE)) ? readFileSync(String(env.TRACE), "utf8").split("\n").length - 1 : 0;
const machineId = () => readFileSync(join(String(env.FOLDER), "instance-id"), "utf8").trim();

// A machine where the CLI has to be built takes its time once.
beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  project = new ScratchProject(cli, program);
  install(project.directory);
  const shims = [join(root, "test", "stacks", "ephemeral", "shims"), join(__dirname, "shims")];
  env = {
    PATH: [
      ...shims,
      join(standIns, "language-host"),
      join(standIns, "command-provider"),
      environmentOfAPerson().PATH,
    ].join(delimiter),
    PORT: String(await freePort()),
    FOLDER: join(project.directory, "machine"),
    TRACE: join(project.directory, "trace"),
  };
  expect(await run(["stack", "init", "dev"])).toMatchObject({ status: 0 });
}, 900_000);

afterAll(async () => {
  await run(["destroy", "--yes", "--skip-preview"]);
  project.remove();
});

// Each test goes on where the one before it has ended.
test("what is done to the machine is done once it is healthy", async () => {
  const first = await up();
  expect(first).toMatchObject({ status: 0 });
  expect(first.output).toContain(`machineId: "${machineId()}"`);
  expect(started()).toBe(1);
});

test("after the machine was replaced it is done to the new one, although the way there is the same", async () => {
  const before = machineId();
  const preview = await run(["preview"], { MEMORY: "4096" });
  expect(preview.output).toMatch(/container .*replace/);
  expect(await up({ MEMORY: "4096" })).toMatchObject({ status: 0 });
  expect(machineId()).not.toBe(before);
  expect(started()).toBe(2);
});

test("a machine that was ended from outside is started again and is the same one", async () => {
  const before = machineId();
  const pid = Number(readFileSync(join(String(env.FOLDER), "qemu.pid"), "utf8"));
  process.kill(pid, "SIGKILL");
  while (runs(pid));
  expect(await up({ MEMORY: "4096" })).toMatchObject({ status: 0 });
  expect(machineId()).toBe(before);
  expect(started()).toBe(2);
});
