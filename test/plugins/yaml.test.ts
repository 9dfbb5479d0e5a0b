// SPDX-License-Identifier: Apache-2.0
// A program in YAML, as docs/packages.md has it, from `package add` to `destroy`: on the real CLI and engine, and by the language
// host for YAML of Pulumi's own. The host that it looks at is an SSH server of the test.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import type { ServerChannel } from "ssh2";
import { parse, stringify } from "yaml";

import { commandVersion } from "../../tools/setup/plugins";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { ensureYamlHost } from "../../tools/setup/yaml-host";
import { root, standIns } from "../../tools/shared/places";
import { environmentOfAPerson } from "../person";
import { type SshServer, startSshServer } from "../tools/stand-ins/command-provider/ssh-server";
import { runCli } from "../tools/stand-ins/language-host/scratch-project";
import { cloneOfPlugins } from "./clone";
import { downloaded } from "./downloaded";

jest.setTimeout(240_000);

const clone = cloneOfPlugins();
const plugin = join(clone, "plugins", "local");
const directory = mkdtempSync(join(tmpdir(), "yaml-"));
const project = join(directory, "Pulumi.yaml");
let host: SshServer;
let cli: string;
let env: NodeJS.ProcessEnv;
const pulumi = (...args: string[]) => runCli(cli, directory, args, env);
const state = () => readFileSync(join(directory, "state", ".pulumi", "stacks", "user", "dev.json"), "utf8");

/** Keeps what is in the project's file beside these. */
function write(members: object): void {
  writeFileSync(project, stringify({ ...(parse(readFileSync(project, "utf8")) as object), ...members }));
}

/** The program, which looks at the host at this port. */
function looksAt(port: number): void {
  const privateKey = { "fn::secret": { "fn::readFile": "./key" } };
  const connection = { host: "127.0.0.1", port, user: "rocky", privateKey, hostKey: host.hostKey };
  const properties = { connection, dockerUsers: ["rocky"] };
  write({
    resources: { health: { type: "pulumi-docker-host:HostHealth", properties } },
    outputs: { dockerVersion: "${health.dockerVersion}", summary: "${health.summary}" },
  });
}

beforeAll(async () => {
  ({ path: cli } = await ensurePulumiCli(() => {}));
  const { pathEntry } = await ensureYamlHost(cli, () => {});
  const shims = join(root, "test", "tools", "stand-ins", "language-host", "shims");
  const own = ["language-host", "command-provider"].map((name) => join(standIns, name));
  env = {
    PATH: [pathEntry, ...own, shims, environmentOfAPerson().PATH].join(delimiter),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    XDG_STATE_HOME: join(directory, "user"),
  };
  host = await startSshServer({
    run: (_command, channel) => channel.on("data", () => {}).on("end", () => answer(channel)),
  });
  mkdirSync(join(directory, "state"));
  downloaded("command", commandVersion(), join(directory, "home"));
  writeFileSync(join(directory, "key"), host.key.private);
  writeFileSync(project, stringify({ name: "user", runtime: "yaml" }));
  expect(await pulumi("stack", "init", "dev")).toMatchObject({ status: 0 });
}, 900_000);

afterAll(() => {
  host.close();
  for (const folder of [directory, clone]) rmSync(folder, { recursive: true });
});

// Each test goes on where the one before it has ended.
test("`pulumi package add` has npm install the plugin and notes it in the program, without a complaint", async () => {
  const { status, output } = await pulumi("package", "add", plugin);
  expect(output).toContain("asked: npm install");
  expect(output).toContain("Added package pulumi-docker-host");
  expect(output).not.toContain("exited prematurely");
  expect(status).toBe(0);
  expect(parse(readFileSync(project, "utf8"))).toEqual({
    ...{ name: "user", runtime: "yaml", packages: { "pulumi-docker-host": plugin } },
  });
});

test("what is wrong with an argument is said by its path in the program, once", async () => {
  looksAt(70_000);
  const { status, output } = await pulumi("preview");
  expect(output).toContain("property connection.port with value 70000 has a problem: 70000 is not ");
  expect(output.split("connection.port")).toHaveLength(2);
  expect(host.commands).toEqual([]);
  expect(status).not.toBe(0);
});

test("`up` checks the host and gives its outputs", async () => {
  looksAt(host.port);
  expect(await pulumi("up", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
  expect(host.commands).toHaveLength(1);
  const { output } = await pulumi("stack", "output", "--json");
  const dockerVersion = "28.0.0";
  const summary = { healthy: true, dockerVersion, notPassed: {}, checked: "" };
  expect(JSON.parse(output)).toEqual({ dockerVersion, summary });
  expect(state()).not.toContain("PRIVATE KEY");
});

test("a preview then has nothing to do, and `destroy` leaves nothing", async () => {
  expect(await pulumi("preview", "--expect-no-changes")).toMatchObject({ status: 0 });
  expect(await pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
  expect((JSON.parse(state()) as { checkpoint: { latest: object } }).checkpoint.latest).not.toHaveProperty("resources");
  expect(host.commands).toHaveLength(1);
});

/** What a host says that has no problem. */
function answer(channel: ServerChannel): void {
  const conclusion = { version: 1, host: "health", healthy: true, stage: "", dockerVersion: "28.0.0" };
  const lines = [
    { probe: "daemon", status: "pass", ms: 1, detail: "28.0.0" },
    { ...conclusion, seconds: 1, bootId: "b", finished: "" },
  ];
  channel.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  channel.exit(0);
  channel.end();
}
