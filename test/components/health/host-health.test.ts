// SPDX-License-Identifier: Apache-2.0
// The check as `up` makes it, on the real CLI and engine, of the package as it is packed. The host is an SSH server of the
// test, which answers as each test wants.
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { ServerChannel } from "ssh2";

import { standIns } from "../../../tools/shared/places";
import { readHosts } from "../../../tools/cli/hosts";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { finish } from "../../child-process";
import { install } from "../../package/packed";
import { environmentOfAPerson } from "../../person";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { ScratchProject } from "../../tools/stand-ins/language-host/scratch-project";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { HostHealth } from "pulumi-docker-host/health";

const { PORT, KEY = "", HOST_KEY = "", SSH = "30", TOTAL = "60", ANOTHER } = process.env;
if (ANOTHER) {
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  new HostHealth("web", { connection: { host: "192.0.2.1", password: "x" }, dockerUsers: [] }, { parent });
}
const health = new HostHealth("web", {
  connection: { host: "127.0.0.1", port: Number(PORT), user: "rocky", privateKey: KEY, hostKey: HOST_KEY },
  dockerUsers: ["rocky"],
  limits: { ssh: Number(SSH), total: Number(TOTAL) },
  probes: [{ name: "agent", command: pulumi.secret("curl -u me:hunter2 agent"), hint: pulumi.secret("hunter2") }],
});
export const { dockerVersion } = health;
`;

const conclusion = { version: 1, host: "web", dockerVersion: "28.0.0", seconds: 1, bootId: "b", finished: "" };
const lines = (...all: object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join("");
const healthy = lines(
  { probe: "daemon", status: "pass", ms: 1, detail: "28.0.0" },
  { ...conclusion, healthy: true, stage: "" },
);
const ill = lines(
  { probe: "units", status: "fail", ms: 1, detail: "docker is inactive" },
  { ...conclusion, healthy: false, stage: "units" },
  { log: ["Nov 26 07:10:20 web dockerd[812]: failed to start daemon: mkdir /data: no space left on device"] },
  { diagnostics: "/var/lib/docker-host/diagnostics.tar.gz" },
);

/** What the host does with the check. */
const hosts: Record<string, (channel: ServerChannel) => void> = {
  healthy: (channel) => end(channel, healthy, 0),
  ill: (channel) => {
    channel.stderr.write("checking: 1 of 1, units\n");
    end(channel, ill, 1);
  },
  silent: () => {},
};

function end(channel: ServerChannel, output: string, status: number): void {
  channel.write(output);
  channel.exit(status);
  channel.end();
}

jest.setTimeout(240_000);

let project: ScratchProject;
let host: SshServer;
let answer: keyof typeof hosts = "healthy";
let silentPort: Server;
let env: NodeJS.ProcessEnv;
const start = (more: NodeJS.ProcessEnv = {}) => project.start(["up", "--yes", "--skip-preview"], { ...env, ...more });
const up = (more: NodeJS.ProcessEnv = {}) => finish(start(more));
const portOf = (server: Server) => String((server.address() as AddressInfo).port);
const state = () => readFileSync(join(project.directory, "state", ".pulumi", "stacks", "scratch", "dev.json"), "utf8");

beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  project = new ScratchProject(cli, program);
  install(project.directory);
  host = await startSshServer({
    run: (_command, channel) => channel.on("data", () => {}).on("end", () => hosts[answer]?.(channel)),
  });
  silentPort = createServer(() => {}).listen(0, "127.0.0.1");
  await once(silentPort, "listening");
  env = {
    PATH: [join(standIns, "language-host"), join(standIns, "command-provider"), environmentOfAPerson().PATH].join(
      delimiter,
    ),
    XDG_STATE_HOME: join(project.directory, "own"),
    PORT: String(host.port),
    KEY: host.key.private,
    HOST_KEY: host.hostKey,
  };
  expect(await project.run(["stack", "init", "dev"], env)).toMatchObject({ status: 0 });
}, 900_000);

afterAll(() => {
  host.close();
  silentPort.close();
  project.remove();
});

// Each test goes on where the one before it has ended.
test("a port that accepts connections and never speaks ends `up` at the limit, and is named", async () => {
  const { status, output } = await up({ PORT: portOf(silentPort), SSH: "3", TOTAL: "5" });
  expect(status).not.toBe(0);
  expect(screen(output)).toMatch(
    /^✖ web: the machine does not answer \(stage ssh, after \d+ s\)\n {2}the port accepts connections, but no SSH server speaks on it\n {2}fix: /,
  );
  expect(output).toMatch(/web-check creating \(\d+s\) connecting\n/);
});

test("the state then holds all that it takes to reach the host and to check it, in secret", async () => {
  const { output } = await project.run(["stack", "export", "--show-secrets"], env);
  expect(readHosts(output)).toMatchObject({
    stack: "dev",
    hosts: [
      {
        host: "web",
        connection: { host: "127.0.0.1", port: Number(portOf(silentPort)), privateKey: host.key.private },
        expected: { dockerUsers: ["rocky"], limits: { ssh: 3, total: 5 } },
      },
    ],
  });
});

test("a host that is silent after the login ends `up` half a minute after the limit at most", async () => {
  answer = "silent";
  const { status, output } = await up({ TOTAL: "2" });
  expect(status).not.toBe(0);
  expect(screen(output)).toMatch(
    /^✖ web: the connection is lost \(stage ssh, after \d+ s\)\n {2}the connection broke: .* in time\n {2}fix: /,
  );
});

test("Ctrl-C ends the wait at once, and leaves a stack that can be used", async () => {
  answer = "silent";
  const child = start({ TOTAL: "600" });
  const ended = finish(child);
  const before = host.commands.length;
  while (host.commands.length === before) await pause(100);
  child.kill("SIGINT");
  const { output } = await ended;
  expect(output).toContain("signal: killed");
  expect(state()).not.toContain("pending_operations");
});

test("a host that is not healthy fails `up` with its own words, without the lines for programs or progress", async () => {
  answer = "ill";
  const { status, output } = await up();
  expect(status).not.toBe(0);
  expect(screen(output).replace(/after \d+ s/, "after N s")).toBe(
    [
      "✖ web: Docker does not run (stage units of the check, after N s)",
      "  dockerd: failed to start daemon: mkdir /data: no space left on device",
      "  fix: free space on the host, or give the machine a larger disk",
      "  look: npx pulumi-docker-host shell web --stack dev",
      "        npx pulumi-docker-host diagnostics web --stack dev",
    ].join("\n"),
  );
  expect(output).not.toContain('"probe"');
});

test("a healthy one is checked once, wherever the next update runs", async () => {
  answer = "healthy";
  const first = await up();
  expect(first.output).toContain('dockerVersion: "28.0.0"');
  expect(first.status).toBe(0);
  const checks = host.commands.length;
  const second = await up({ XDG_STATE_HOME: join(project.directory, "another computer") });
  expect(second.output).toMatch(/Resources:\n {4}4 unchanged/);
  expect(host.commands).toHaveLength(checks);
});

test("hosts under different parents may have one name", async () => {
  const { status, output } = await project.run(["preview"], { ...env, ANOTHER: "yes" });
  expect(output).toContain("+ 4 to create");
  expect(status).toBe(0);
});

test("nothing secret and no path of this computer stands in the state, nor anything secret beside it", () => {
  expect(state()).not.toMatch(/PRIVATE KEY|hunter2/);
  expect(state()).not.toContain(project.directory);
  const checks = join(project.directory, "own", "pulumi-docker-host", "checks");
  // That of the program that Ctrl-C has killed.
  const [left = "", ...more] = readdirSync(checks);
  expect(more).toEqual([]);
  expect(readdirSync(join(checks, left))).toEqual(["program.cjs", "progress"]);
  expect(readFileSync(join(checks, left, "program.cjs"), "utf8")).toMatch(/^module\.exports = require\(".*"\);\n$/);
  expect(readFileSync(join(checks, left, "progress"), "utf8")).toBe("connecting\n");
});

/** What stands of the check under "Diagnostics:", behind the engine's own line. */
function screen(output: string): string {
  const text = / command:local:Command \(web-check\):\n.*: running .*\n((?: {4}.*\n)*)/.exec(output)?.[1];
  return (text ?? output).replace(/^ {4}/gm, "").trim();
}
