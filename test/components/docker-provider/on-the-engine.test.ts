// SPDX-License-Identifier: Apache-2.0
// What is on a host by `dockerProvider`, on the real CLI and engine. The hosts are SSH servers of the test with a daemon behind them,
// and the provider is the laboratory's, which starts the real `ssh`; PULUMI_LAB_DOCKER_PROVIDER takes the official one.
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { delimiter, dirname, join } from "node:path";

import type { ServerChannel } from "ssh2";

import { root, standIns } from "../../../tools/shared/places";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { environmentOfAPerson } from "../../person";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { ScratchProject } from "../../tools/stand-ins/language-host/scratch-project";

const program = `
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerProvider } from ${JSON.stringify(join(root, "components", "docker-provider"))};
import { rememberMachine } from ${JSON.stringify(join(root, "components", "machine-of"))};

const { PORT, KEY = "", HOST_KEY = "", VOLUMES = "" } = process.env;
/** As a host of ours: another machine is another resource. */
class Host extends pulumi.ComponentResource {
  connection = pulumi.secret({ host: "127.0.0.1", port: Number(PORT), user: "rocky", privateKey: KEY, hostKey: HOST_KEY });
  constructor() {
    super("test:index:Host", "host");
    const resource = new pulumi.Stash("machine", { input: PORT }, { parent: this, replacementTrigger: PORT });
    rememberMachine(this, { resource });
  }
}
const host = new Host();
const onHost = dockerProvider("docker", host, { parent: host });
for (const name of VOLUMES.split(",")) new docker.Volume(name, { name }, onHost);
`;

jest.setTimeout(240_000);

/** A host with the volumes of its daemon. */
interface Host {
  ssh: SshServer;
  daemon: Server;
  volumes: Set<string>;
}

async function startHost(): Promise<Host> {
  const volumes = new Set<string>();
  const daemon = createServer((request, response) => {
    const { method = "", url = "" } = request;
    const name = /\/volumes\/([\w-]+)/.exec(url)?.[1] ?? "";
    const say = (status: number, body?: object) => response.writeHead(status).end(body && JSON.stringify(body));
    const described = (one: string) => ({ Name: one, Driver: "local", Mountpoint: `/volumes/${one}` });
    if (url.endsWith("/_ping")) say(200);
    else if (url.endsWith("/volumes/create")) {
      let text = "";
      request.on("data", (part: Buffer) => (text += part.toString()));
      request.on("end", () => {
        const { Name } = JSON.parse(text) as { Name: string };
        volumes.add(Name);
        say(201, described(Name));
      });
    } else if (!volumes.has(name)) say(404, { message: `get ${name}: no such volume` });
    else if (method === "DELETE") say(volumes.delete(name) ? 204 : 404);
    else say(200, described(name));
  });
  await once(daemon.listen(0, "127.0.0.1"), "listening");
  const ssh = await startSshServer({
    run: (_command, channel: ServerChannel) => {
      const { port } = daemon.address() as AddressInfo;
      const socket = connect({ port, host: "127.0.0.1" });
      socket.on("close", () => {
        channel.exit(0);
        channel.end();
      });
      channel.pipe(socket).pipe(channel, { end: false });
    },
  });
  return { ssh, daemon, volumes };
}

let project: ScratchProject;
let [old, another]: (Host | undefined)[] = [];
let env: NodeJS.ProcessEnv;
const of = (host: Host | undefined) =>
  host && { PORT: String(host.ssh.port), KEY: host.ssh.key.private, HOST_KEY: host.ssh.hostKey };
const run = (host: Host | undefined, volumes: string, ...args: string[]) =>
  project.run([...args, "--yes", "--skip-preview"], { ...env, ...of(host), VOLUMES: volumes });
const files = () => {
  const folder = join(project.directory, "own", "pulumi-docker-host", "only-with-run-program");
  return existsSync(folder) ? readdirSync(folder) : [];
};

beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  project = new ScratchProject(cli, program);
  [old, another] = [await startHost(), await startHost()];
  const official = process.env.PULUMI_LAB_DOCKER_PROVIDER;
  env = {
    PATH: [
      official === undefined ? join(root, "test", "lab", "docker") : dirname(official),
      ...[join(standIns, "language-host"), join(standIns, "command-provider"), environmentOfAPerson().PATH],
    ].join(delimiter),
    XDG_STATE_HOME: join(project.directory, "own"),
    PULUMI_LAB_CLOUD: join(project.directory, "cloud"),
  };
  expect(await project.run(["stack", "init", "dev"], env)).toMatchObject({ status: 0 });
}, 900_000);

afterAll(() => {
  for (const host of [old, another]) {
    host?.ssh.close();
    host?.daemon.close();
    host?.daemon.closeAllConnections();
  }
  project.remove();
});

// Each test goes on where the one before has ended.
test("a preview before there is a host asks nobody and leaves nothing", async () => {
  const { status, output } = await project.run(["preview"], { ...env, ...of(old), VOLUMES: "data" });
  expect([status, output]).toEqual([0, expect.stringContaining("+ 5 to create")]);
  expect([...(old?.volumes ?? []), ...files()]).toEqual([]);
});

test("a host that shows another key than its own is not talked to", async () => {
  const { status, output } = await project.run(["up", "--yes", "--skip-preview"], {
    ...env,
    ...of(old),
    HOST_KEY: another?.ssh.hostKey,
    VOLUMES: "data",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/);
  expect(old?.volumes).toEqual(new Set());
});

test("up makes what is on the host through ssh; neither a key nor a file is left of that", async () => {
  expect(await run(old, "data,cache", "up")).toMatchObject({ status: 0 });
  expect(old?.volumes).toEqual(new Set(["data", "cache"]));
  expect(files()).toEqual([]);
  const { output } = await project.run(["stack", "export"], env);
  expect(output).toContain("only-with-run-program");
  expect(output).not.toContain("PRIVATE KEY");
});

test("what is gone from the program is deleted after it has ended, and its files are there until then", async () => {
  expect((await run(old, "data", "up")).output).toContain("1 deleted");
  expect(old?.volumes).toEqual(new Set(["data"]));
  expect(files()).toEqual([]);
});

test("a refresh without the program fails, and names the remedy; with it, it finds all as it was", async () => {
  const without = await run(undefined, "", "refresh");
  expect(without.status).not.toBe(0);
  expect(without.output).toMatch(/IdentityFile="\S+\/only-with-run-program\/\w+\/key"/);
  expect(await run(old, "data", "refresh", "--run-program", "--expect-no-changes")).toMatchObject({ status: 0 });
});

test("on another machine all is made anew, and nothing of the same name is deleted on either", async () => {
  expect(await run(another, "data", "up")).toMatchObject({ status: 0 });
  expect([old?.volumes, another?.volumes]).toEqual([new Set(["data"]), new Set(["data"])]);
  expect(await run(another, "data", "up", "--expect-no-changes")).toMatchObject({ status: 0 });
});

test("destroy needs neither the program nor the host, as all of it goes with the machine", async () => {
  const before = another?.ssh.connections();
  expect(await run(undefined, "", "destroy")).toMatchObject({ status: 0 });
  expect(another?.ssh.connections()).toBe(before);
});
