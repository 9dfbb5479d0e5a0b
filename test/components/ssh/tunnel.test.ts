// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { type Steps, steps } from "../../../components/ssh/connection";
import { SshFailure } from "../../../components/ssh/failure";
import { Tunnel } from "../../../components/ssh/tunnel";
import { type Behaviour, type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { closedPort, closePorts, wayTo } from "./servers";

const folder = mkdtempSync(join(tmpdir(), "tunnel-"));
const socket = join(folder, "daemon.sock");
const open: { close: () => void }[] = [];
let daemon: Server;

/** What listens on the host: each connection is treated so. */
let treat: (client: Socket) => void;

beforeAll(async () => {
  daemon = createServer({ allowHalfOpen: true }, (client) => treat(client.on("error", () => {}))).listen(socket);
  await once(daemon, "listening");
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(() => {
  daemon.close();
  closePorts();
  rmSync(folder, { recursive: true });
});

async function host(behaviour: Behaviour = { leadsTo: () => ({ path: socket }) }): Promise<SshServer> {
  const server = await startSshServer(behaviour);
  open.unshift(server);
  return server;
}

function tunnelTo(server: SshServer, limits: Partial<Steps> = {}): Tunnel {
  const tunnel = new Tunnel(wayTo(server), { ...steps, ...limits });
  open.unshift(tunnel);
  return tunnel;
}

/** All that it says until it has no more to say; Node's own `text` would then also close it. */
async function text(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  await once(
    stream.on("data", (part: Buffer) => parts.push(part)),
    "end",
  );
  return Buffer.concat(parts).toString();
}

const failure = (stream: Promise<unknown>): Promise<unknown> =>
  stream.then(
    () => "it is open",
    (error: unknown) => error,
  );

test("a hundred streams at once go over one connection, and none gets what another one said", async () => {
  treat = (client) => client.pipe(client);
  const server = await host();
  const tunnel = tunnelTo(server);
  const said = Array.from({ length: 100 }, (_, i) => `stream ${i} `.repeat(5000));
  const heard = await Promise.all(
    said.map(async (words, i) => {
      const stream = await (i % 2 === 0 ? tunnel.toSocket("/run/daemon.sock") : tunnel.toPort("127.0.0.1", 8080));
      stream.end(words);
      return text(stream);
    }),
  );
  expect(heard).toEqual(said);
  expect(server.connections()).toBe(1);
});

test("who has said all still hears the answer, and who has heard all may still speak", async () => {
  const tunnel = tunnelTo(await host());
  treat = (client) => void text(client).then((said) => client.end(`you said ${said}`));
  const asking = await tunnel.toSocket("/run/daemon.sock");
  asking.end("all");
  expect(await text(asking)).toBe("you said all");

  const heard = new Promise<string>((resolve) => {
    treat = (client) => {
      client.end("no more from here");
      void text(client).then(resolve);
    };
  });
  const answering = await tunnel.toSocket("/run/daemon.sock");
  expect(await text(answering)).toBe("no more from here");
  answering.end("but more from here");
  expect(await heard).toBe("but more from here");
});

test("a connection that breaks ends its streams, and the next stream opens another one", async () => {
  treat = (client) => client.write("hello");
  const server = await host();
  const tunnel = tunnelTo(server);
  const stream = await tunnel.toSocket("/run/daemon.sock");
  await once(stream, "data");
  server.disconnect();
  await once(stream.resume(), "close");
  const next = await tunnel.toSocket("/run/daemon.sock");
  expect(String(await once(next, "data"))).toBe("hello");
  expect(server.connections()).toBe(2);
});

test("a host that could not be reached is tried again for the next stream", async () => {
  treat = (client) => client.write("hello");
  const server = await host();
  const connection = { ...wayTo(server), port: await closedPort() };
  const tunnel = new Tunnel(connection);
  open.unshift(tunnel);
  expect(await failure(tunnel.toSocket("/run/daemon.sock"))).toMatchObject({ kind: "silence" });
  connection.port = server.port;
  expect(String(await once(await tunnel.toSocket("/run/daemon.sock"), "data"))).toBe("hello");
});

test("an sshd that forbids it, and a socket on which nothing listens, are failures with a hint, and no end of the rest", async () => {
  const forbidding = tunnelTo(await host({}));
  expect(await failure(forbidding.toSocket("/run/daemon.sock"))).toMatchObject({
    kind: "refusal",
    reason: expect.stringMatching(/^the host does not lead on to \/run\/daemon\.sock: /) as string,
    hint: expect.stringMatching(/sshd_config: AllowStreamLocalForwarding/) as string,
  });
  treat = (client) => client.pipe(client);
  const server = await host({ leadsTo: (to) => ({ path: to === 80 ? join(folder, "none") : socket }) });
  const tunnel = tunnelTo(server);
  const stream = await tunnel.toSocket("/run/daemon.sock");
  expect(await failure(tunnel.toPort("127.0.0.1", 80))).toMatchObject({
    reason: expect.stringMatching(/^the host does not lead on to 127\.0\.0\.1 port 80: /) as string,
    hint: expect.stringMatching(/^nothing listens there/) as string,
  });
  stream.end("still there");
  expect(await text(stream)).toBe("still there");
  expect(server.connections()).toBe(1);
});

test("a host that opens no stream is given up", async () => {
  const tunnel = tunnelTo(await host({ leadsTo: () => ({ path: socket }), hold: "forwarding" }), { channel: 0.2 });
  expect(String(await failure(tunnel.toSocket("/run/daemon.sock")))).toMatch(
    /does not open a stream to \/run\/daemon\.sock/,
  );
});

test("closing ends every stream, and no other one opens", async () => {
  treat = (client) => client.write("hello");
  const tunnel = tunnelTo(await host());
  const stream = await tunnel.toSocket("/run/daemon.sock");
  tunnel.close();
  await once(stream.resume(), "close");
  expect(await failure(tunnel.toSocket("/run/daemon.sock"))).toBeInstanceOf(SshFailure);
});
