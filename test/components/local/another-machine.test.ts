// SPDX-License-Identifier: Apache-2.0
// A host and what is done to it, on the real CLI and engine. The machine is an SSH server with the keys of its user data,
// which says that it is healthy, and runs every other command on this computer.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { freePort } from "../../../components/ephemeral/free-port";
import { root, standIns } from "../../../tools/shared/places";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { install } from "../../package/packed";
import { environmentOfAPerson } from "../../person";
import { ScratchProject } from "../../tools/stand-ins/language-host/scratch-project";
import { runs } from "./scratch-machine";

const program = `
import { remote } from "@pulumi/command";
import { LocalDockerHost } from "pulumi-docker-host/local";

const { PORT, FOLDER = "", TRACE = "", MEMORY = "2048", MORE = "{}" } = process.env;
const host = new LocalDockerHost("web", {
  image: { name: "none", disk: __filename },
  directory: FOLDER,
  sshPort: Number(PORT),
  memoryMiB: Number(MEMORY),
  ...JSON.parse(MORE),
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
  const shims = [join(root, "test", "components", "ephemeral", "shims"), join(__dirname, "shims")];
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

interface Resource {
  urn: string;
  type: string;
  inputs: object;
  outputs: object;
}
const checks = (state: string) =>
  (JSON.parse(state) as { deployment: { resources: Resource[] } }).deployment.resources.filter(({ urn }) =>
    urn.endsWith("::web-health-check"),
  );

/** The state as it was when a check was a remote command. */
function asOfOldCheck(state: string): string {
  const old = state.replaceAll("$command:local:Command::web-health-check", "$command:remote:Command::web-health-check");
  const exported = JSON.parse(old) as { deployment: { resources: Resource[] } };
  const connection = {
    host: "127.0.0.1",
    port: Number(env.PORT),
    user: "rocky",
    dialErrorLimit: 18,
    perDialTimeout: 5,
  };
  const create = '$([ "$(id -u)" = 0 ] || echo sudo -n) timeout -k 10 960 bash -s';
  const inputs = { connection, create, stdin: "true", addPreviousOutputInEnv: false, logging: "stderr" };
  for (const check of exported.deployment.resources.filter(({ urn }) => urn.endsWith("::web-health-check")))
    Object.assign(check, { type: "command:remote:Command", inputs, outputs: { ...inputs, stdout: "", stderr: "" } });
  return JSON.stringify(exported);
}

// Each test goes on where the one before it has ended.
test("what is done to the machine is done once it is healthy", async () => {
  const first = await up();
  expect(first).toMatchObject({ status: 0 });
  expect(first.output).toContain(`machineId: "${machineId()}"`);
  expect(started()).toBe(1);
});

test("a stack of the release whose check was a remote command gets a new check, and nothing is done to the machine", async () => {
  const before = machineId();
  const file = join(project.directory, "state.json");
  expect(await run(["stack", "export", "--file", file])).toMatchObject({ status: 0 });
  writeFileSync(file, asOfOldCheck(readFileSync(file, "utf8")));
  expect(await run(["stack", "import", "--file", file])).toMatchObject({ status: 0 });
  const { output } = await run(["preview"]);
  expect(output).toMatch(/\+ +command:local:Command web-health-check create/);
  expect(output).toMatch(/- +command:remote:Command web-health-check delete/);
  expect(output).not.toMatch(/web-machine/);
  expect(await up()).toMatchObject({ status: 0 });
  await run(["stack", "export", "--file", file]);
  expect(checks(readFileSync(file, "utf8")).map(({ type }) => type)).toEqual(["command:local:Command"]);
  expect([machineId(), started()]).toEqual([before, 1]);
});

test("after the machine was replaced it is done to the new one, although the way there is the same", async () => {
  const before = machineId();
  const preview = await run(["preview"], { MEMORY: "4096" });
  expect(preview.output).toMatch(/container .*replace/);
  expect(await up({ MEMORY: "4096" })).toMatchObject({ status: 0 });
  expect(machineId()).not.toBe(before);
  expect(started()).toBe(2);
});

describe("a preview says which arguments it is for which another machine would be made", () => {
  const preview = async (more: object) => {
    const { status, output } = await run(["preview", "--diff"], { MEMORY: "4096", MORE: JSON.stringify(more) });
    expect(status).toBe(0);
    return output;
  };
  const told = "a machine is told of this only at its first boot, so another one takes its place";

  test("by their paths, and not what they hold", async () => {
    const output = await preview({ users: [{ name: "alice" }], docker: { logMaxFiles: 7 } });
    expect(output).toContain(`warning: changed: users, docker.logMaxFiles; ${told}`);
    expect(output).not.toContain("alice");
  });

  test("and that access is changed on the one that there is", async () => {
    const output = await preview({ users: [{ name: "alice" }], loginKeys: [] });
    expect(output).toContain("changed: users; access is changed on the running machine, for which it is not replaced");
    expect(output).not.toMatch(/alice|replace\b|web-machine/);
    const isReplaced = await preview({ users: [{ name: "alice" }], accessChange: "replace" });
    expect(isReplaced).toContain(`warning: changed: users; ${told}`);
  });

  test("and nothing where the machine stays, or where what becomes another one is plain to see", async () => {
    expect(await preview({ users: [], health: { ssh: 100 } })).not.toContain("changed:");
    expect((await run(["preview"], { MEMORY: "2048" })).output).not.toContain("changed:");
  });
});

test("access that is changed leaves the machine, and what is done to it, and the check is told of it", async () => {
  const before = [machineId(), started()];
  const more = { MEMORY: "4096", MORE: JSON.stringify({ users: [{ name: "alice" }] }) };
  expect(await up(more)).toMatchObject({ status: 0 });
  expect([machineId(), started()]).toEqual(before);
  expect((await run(["preview"], more)).output).not.toMatch(/changed:|[+~-] +\w+:/);
  expect(await up({ MEMORY: "4096" })).toMatchObject({ status: 0 });
  expect([machineId(), started()]).toEqual(before);
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
