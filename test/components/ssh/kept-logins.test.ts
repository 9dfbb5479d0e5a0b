// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import type { ServerChannel } from "ssh2";

import type { Connection } from "../../../components/ssh/connection";
import { KeptLogins } from "../../../components/ssh/kept-logins";
import { type Behaviour, type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { wayTo } from "./servers";

const servers: SshServer[] = [];
const logins = new KeptLogins();
afterEach(() => {
  logins.close();
  for (const server of servers.splice(0)) server.close();
});

async function host(behaviour: Behaviour = {}): Promise<SshServer> {
  const server = await startSshServer(behaviour);
  servers.push(server);
  return server;
}

const run = (connection: Connection, command = "work", signal = new AbortController().signal) =>
  logins.run(connection, { command, stdin: command }, signal);

test("commands that come one after another have one login, and each has its own stdin, streams and status", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  const server = await host();
  const connection = wayTo(server);
  for (let number = 0; number < 20; number++) {
    const stdout = `{"command":"do ${number}","environment":{},"stdin":"do ${number}"}\n`;
    expect(await run(connection, `do ${number}`)).toEqual({ stdout, stderr: "done\n", status: 0 });
  }
  expect(server.connections()).toBe(1);
  await pause(0);
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});

test("each command says when it has its login, whoever has made that", async () => {
  const connection = wayTo(await host());
  const said: string[] = [];
  for (const name of ["first", "second"])
    await logins.run(connection, { command: name, onLogin: () => said.push(name) }, new AbortController().signal);
  expect(said).toEqual(["first", "second"]);
});

test("commands at the same time have logins of their own, and later ones use these", async () => {
  const server = await host();
  const connection = wayTo(server);
  await Promise.all([run(connection), run(connection)]);
  await Promise.all([run(connection), run(connection)]);
  expect(server.connections()).toBe(2);
});

test("a login that was lost in between is made anew", async () => {
  const server = await host();
  const connection = wayTo(server);
  await run(connection);
  server.disconnect();
  // Until this side has heard of it.
  while ((await run(connection).catch(() => undefined)) === undefined);
  expect(server.connections()).toBe(2);
});

test("where it is lost as a command begins, that fails as on any host, and the next one has a new login", async () => {
  const server = await host();
  const connection = wayTo(server);
  await run(connection);
  server.disconnect();
  await expect(run(connection)).rejects.toMatchObject({ kind: "session" });
  expect(await run(connection)).toMatchObject({ status: 0 });
});

test("a command that was given up leaves no login for the next one", async () => {
  const over = new AbortController();
  const begin = (command: string, channel: ServerChannel) => {
    if (command === "hang") over.abort();
    else {
      channel.exit(0);
      channel.end();
    }
  };
  const server = await host({ run: begin });
  const connection = wayTo(server);
  await expect(run(connection, "hang", over.signal)).rejects.toMatchObject({ kind: "session" });
  expect(await run(connection)).toMatchObject({ status: 0 });
  expect(server.connections()).toBe(2);
});

test("by a bastion each command has a login of its own, which ends with it", async () => {
  const bastion = await host();
  const server = await host();
  const { host: address, port, user, privateKey, hostKey } = wayTo(bastion);
  const connection = wayTo(server, { proxy: { host: address, port, user, privateKey, hostKey } });
  for (let number = 0; number < 2; number++) expect(await run(connection)).toMatchObject({ status: 0 });
  expect([bastion.connections(), server.connections()]).toEqual([2, 2]);
});
