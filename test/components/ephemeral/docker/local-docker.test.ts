// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";

import type { Container } from "../../../../components/ephemeral/docker/api";
import { localDocker, type LocalDocker } from "../../../../components/ephemeral/docker/local-docker";
import { freePort } from "../../../../components/ephemeral/free-port";
import { type SshServer, startSshServer } from "../../../tools/stand-ins/command-provider/ssh-server";
import { wayTo } from "../../ssh/servers";
import { daemon as startDaemon } from "./daemon";

const folder = mkdtempSync(join(tmpdir(), "local-docker-"));
const daemonSocket = join(folder, "daemon.sock");
const socket = join(folder, "docker.sock");
const daemon = startDaemon();
/** What each container runs: it greets, on whatever port. */
const service = createServer((client) => serve(client.on("error", () => {})));
const greet = (client: Socket) => void client.end("hello from the container");
let serve: (client: Socket) => void = greet;
/** Where the host was asked to lead to. */
const asked = new Map<number, string | undefined>();
let host: SshServer;
let docker: LocalDocker;
let lines: string[];

beforeAll(async () => {
  await Promise.all([
    once(daemon.http.listen(daemonSocket), "listening"),
    once(service.listen(0, "127.0.0.1"), "listening"),
  ]);
  host = await startSshServer({ leadsTo });
});
afterAll(() => {
  host.close();
  daemon.http.close();
  daemon.http.closeAllConnections();
  service.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  lines = [];
  serve = greet;
  docker = await localDocker(socket, wayTo(host), (line) => lines.push(line));
  await docker.ready;
});
afterEach(() => {
  docker.close();
  daemon.known.splice(0).forEach(daemon.end);
});

function leadsTo(to: number | string, address?: string) {
  if (typeof to === "string") return { path: to === "/var/run/docker.sock" ? daemonSocket : "/dev/null" };
  asked.set(to, address);
  return { host: "127.0.0.1", port: (service.address() as AddressInfo).port };
}

let containers = 0;

/** One that publishes a free port of this computer. */
async function container(IP = "0.0.0.0", more: Container["Ports"] = []): Promise<Container & { port: number }> {
  const [port, id] = [await freePort(), `${++containers}`.padStart(64, "c0ffee")];
  const made = { port, Id: id, Names: [`/c${containers}`], Ports: [{ IP, PublicPort: port, Type: "tcp" }, ...more] };
  daemon.known.push(made);
  return made;
}

async function ask(method: string, path: string): Promise<{ status: number | undefined; body: string }> {
  const [answer] = (await once(request({ socketPath: socket, method, path }).end(), "response")) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

const start = ({ Id: id }: Container) => ask("POST", `/v1.47/containers/${id.slice(0, 64)}/start`);

async function greeting(port: number): Promise<string> {
  return text(connect(port, "127.0.0.1")).catch((error: unknown) => String(error));
}

/** Asks again until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}

const isOpen = async (port: number) => (await greeting(port)) === "hello from the container";
const isClosed = async (port: number) => (await greeting(port)).includes("ECONNREFUSED");

test("a client of the socket talks to the host's daemon", async () => {
  expect(await ask("GET", "/_ping")).toEqual({ status: 200, body: "OK" });
});

test("when the answer to a start has come, the container's port is open on this computer, until the container ends", async () => {
  const made = await container();
  expect(await start(made)).toEqual({ status: 204, body: "" });
  expect(await greeting(made.port)).toBe("hello from the container");
  daemon.end(made);
  await until(() => isClosed(made.port));
  await start(made);
  expect(await greeting(made.port)).toBe("hello from the container");
});

test("twenty containers that are started at once have their ports, over one connection", async () => {
  const before = host.connections();
  const all = await Promise.all(Array.from({ length: 20 }, () => container()));
  const greetings = await Promise.all(all.map(async (one) => [(await start(one)).status, await greeting(one.port)]));
  expect(greetings).toEqual(Array(20).fill([204, "hello from the container"]));
  expect(host.connections()).toBe(before);
});

test("so has one that somebody else starts", async () => {
  const made = await container();
  daemon.start(made);
  await until(() => isOpen(made.port));
});

test("a port is asked for at the host's address that it is published on, and UDP is left out", async () => {
  const udp = { IP: "0.0.0.0", PublicPort: await freePort(), Type: "udp" };
  const [own, six] = [await container("10.0.0.5", [udp]), await container("::")];
  const both = await container("::");
  both.Ports.push({ IP: "0.0.0.0", PublicPort: both.port, Type: "tcp" });
  for (const one of [own, six, both]) await start(one);
  for (const one of [own, six, both]) await greeting(one.port);
  expect([own, six, both].map(({ port }) => asked.get(port))).toEqual(["10.0.0.5", "::1", "127.0.0.1"]);
  expect(await isClosed(udp.PublicPort)).toBe(true);
});

test("where something here listens on the port, starting fails as it does with a local daemon, and other containers start", async () => {
  const [made, other] = [await container(), await container()];
  const taken = createServer().unref().listen(made.port, "127.0.0.1");
  await once(taken, "listening");
  const { status, body } = await start(made);
  expect(status).toBe(500);
  expect((JSON.parse(body) as { message: string }).message).toMatch(
    new RegExp(`^port ${made.port} is in use on this computer`),
  );
  // `docker run --rm` waits for the end of a container that did not start.
  expect(daemon.isRunning(made)).toBe(false);
  expect((await start(other)).status).toBe(204);
  expect(lines).toEqual([
    `port ${made.port} of container ${made.Names[0]?.slice(1)} is not opened on this computer: EADDRINUSE`,
  ]);
  taken.close();
});

test("a connection that the client took over goes on when it has said all that it has to say", async () => {
  const headers = { Connection: "Upgrade", Upgrade: "tcp" };
  const [, stream] = (await once(
    request({ socketPath: socket, method: "POST", path: "/containers/c1/attach?stream=1", headers }).end(),
    "upgrade",
  )) as [IncomingMessage, Socket];
  stream.end("what the container reads");
  expect(await text(stream)).toBe("what the container reads");
});

test("a client that goes away in the middle is gone for the daemon as well", async () => {
  const following = request({ socketPath: socket, path: "/events?mine" }).end();
  await once(following, "response");
  const before = daemon.followers();
  following.on("error", () => {}).destroy();
  await until(() => Promise.resolve(daemon.followers() < before));
});

test("a client that breaks off is gone for the container as well", async () => {
  const made = await container();
  await start(made);
  const served = new Promise<Socket>((resolve) => (serve = resolve));
  const client = connect(made.port, "127.0.0.1");
  client.write("a question");
  const behind = await served;
  await once(behind, "data");
  client.resetAndDestroy();
  await once(behind, "close");
});

test("a connection that breaks is opened again for the next client, and containers of others are seen again", async () => {
  const [before, after] = [await container(), await container()];
  await start(before);
  const connections = host.connections();
  host.disconnect();
  await until(async () => (await ask("GET", "/_ping").catch(() => undefined))?.status === 200);
  daemon.start(after);
  await until(() => isOpen(after.port));
  expect(await greeting(before.port)).toBe("hello from the container");
  expect(host.connections()).toBe(connections + 1);
});

test("a host that does not lead on is said once, and to each client in docker's words", async () => {
  docker.close();
  const forbidding = await startSshServer();
  docker = await localDocker(socket, wayTo(forbidding), (line) => lines.push(line));
  await docker.ready;
  const { status, body } = await ask("GET", "/_ping");
  expect(status).toBe(502);
  expect((JSON.parse(body) as { message: string }).message).toMatch(/does not lead on to .*; allow it in the host/);
  expect(lines).toEqual([expect.stringMatching(/^docker's socket and ports: the host does not lead on/)]);
  forbidding.close();
});

test("closing leaves no socket and no port, and ends who is connected", async () => {
  const made = await container();
  await start(made);
  const client = connect({ path: socket, allowHalfOpen: true });
  client.write("POST /containers/c1/attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
  await once(client, "data");
  docker.close();
  await once(client, "end");
  // Nobody reads any more what it says.
  client.on("error", () => {});
  await until(() => {
    client.write("more");
    return Promise.resolve(client.destroyed);
  });
  expect(existsSync(socket)).toBe(false);
  expect(await isClosed(made.port)).toBe(true);
});
