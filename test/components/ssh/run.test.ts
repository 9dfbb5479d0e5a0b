// SPDX-License-Identifier: Apache-2.0
import { connect, type Socket } from "node:net";

import type { ServerChannel } from "ssh2";

import { type Connection, type Steps, steps } from "../../../components/ssh/connection";
import { SshFailure } from "../../../components/ssh/failure";
import { type Ended, runOverSsh } from "../../../components/ssh/run";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { closePorts, port, wayTo } from "./servers";

const servers: SshServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  closePorts();
});

/** A host on which each command ends so. */
async function hostThat(run: (channel: ServerChannel) => void): Promise<SshServer> {
  const server = await startSshServer({ run: (_command, channel) => run(channel) });
  servers.push(server);
  return server;
}

const run = (connection: Connection, limits: Partial<Steps> = {}, signal?: AbortSignal): Promise<Ended> =>
  runOverSsh(connection, { command: "work" }, signal, { ...steps, ...limits });

async function failure(ended: Promise<Ended>): Promise<string> {
  const error: unknown = await ended.catch((reason: unknown) => reason);
  if (error instanceof SshFailure) return `${error.kind}: ${error.message}`;
  throw error instanceof Error ? error : new Error("it ended well");
}

test("a command gets its stdin, and gives both streams and its status", async () => {
  const server = await startSshServer();
  servers.push(server);
  const heard: string[] = [];
  let logins = 0;
  const ended = await runOverSsh(wayTo(server), {
    command: "work",
    stdin: "text",
    onLogin: () => logins++,
    onStderr: (text) => heard.push(text),
  });
  const stdout = '{"command":"work","environment":{},"stdin":"text"}\n';
  expect(ended).toEqual({ stdout, stderr: "done\n", status: 0 });
  expect({ logins, heard }).toEqual({ logins: 1, heard: ["done\n"] });
});

test("a status other than 0 is no failure of the connection", async () => {
  const host = await hostThat((channel) => {
    channel.exit(3);
    channel.end();
  });
  expect(await run(wayTo(host))).toMatchObject({ status: 3 });
});

test("a command that a signal ends has its name in place of a status", async () => {
  const host = await hostThat((channel) => {
    channel.exit("KILL");
    channel.end();
  });
  expect(await run(wayTo(host))).toMatchObject({ status: undefined, signal: "SIGKILL" });
});

test("a command that ends without either was cut off", async () => {
  const host = await hostThat((channel) => channel.end());
  expect(await failure(run(wayTo(host)))).toBe("session: the connection broke");
});

test("a host that gives no sign of life after the login is given up, without any other limit", async () => {
  let started = false;
  const host = await hostThat(() => (started = true));
  // From the moment at which the command runs, nothing gets through any more: as of a machine that is frozen.
  const frozen = await port((socket) => {
    const behind = connect(host.port, "127.0.0.1").on("error", () => {});
    const pass = (from: Socket, to: Socket) => from.on("data", (data) => started || to.write(data));
    pass(socket, behind);
    pass(behind, socket);
  });
  expect(await failure(run(wayTo(host, { port: frozen }), { silence: 1 }))).toBe(
    "session: the connection broke: the host gives no sign of life",
  );
});

test("a host that lives has as long as the signal allows", async () => {
  const host = await hostThat(() => {});
  expect(await failure(run(wayTo(host), {}, AbortSignal.timeout(2000)))).toMatch(
    /^session: the connection broke|^silence/,
  );
});

test("a host that opens no channel is given up", async () => {
  const host = await startSshServer({ acceptEnv: [] });
  servers.push(host);
  let logins = 0;
  const way = await port((socket) => {
    const behind = connect(host.port, "127.0.0.1").on("error", () => {});
    socket.on("data", (data) => logins > 0 || behind.write(data));
    behind.pipe(socket);
  });
  const ended = runOverSsh(wayTo(host, { port: way }), { command: "work", onLogin: () => logins++ }, undefined, {
    ...steps,
    channel: 0.5,
  });
  expect(await failure(ended)).toBe("session: the login was accepted, but no command starts");
});
