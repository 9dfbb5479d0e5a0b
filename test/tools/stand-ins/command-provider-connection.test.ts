// SPDX-License-Identifier: Apache-2.0

import { freePort } from "../../../components/ephemeral/free-port";
import { type Behaviour, connectionTo, type SshServer, startSshServer } from "./command-provider/ssh-server";
import { ProviderUnderTest } from "./command-provider/under-test";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";

const remote = "command:remote:Command";

let provider: ProviderUnderTest;

beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});
afterAll(() => provider.stop());
let servers: SshServer[] = [];

afterEach(() => {
  servers.forEach((server) => server.close());
  servers = [];
});

async function serve(behaviour?: Behaviour): Promise<SshServer> {
  const server = await startSshServer(behaviour);
  servers.push(server);
  return server;
}

describe("connections", () => {
  test.each<[string, (server: SshServer, other: SshServer) => Properties, string]>([
    [
      "a key that is not known",
      (server) => ({ privateKey: server.key.stranger }),
      "ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain",
    ],
    [
      "another host key",
      (_server, other) => ({ hostKey: other.hostKey }),
      "ssh: handshake failed: ssh: host key mismatch",
    ],
  ])("are refused with %s, as often as the limit allows", async (_name, change, text) => {
    const [server, other] = [await serve(), await serve()];
    const connection = connectionTo(server, { dialErrorLimit: 2, ...change(server, other) });
    await expect(provider.create(remote, { create: "x", connection })).rejects.toThrow(
      `after 2 failed attempts: ${text}`,
    );
    expect(server.connections()).toBe(3);
    expect(server.commands).toEqual([]);
  });

  test("do not look at the host key where none is given", async () => {
    const server = await serve();
    const { hostKey: _hostKey, ...connection } = connectionTo(server);
    await provider.create(remote, { create: "x", connection });
    expect(server.commands).toEqual(["x"]);
  });

  test("may use a password", async () => {
    const server = await serve({ password: "open" });
    const { privateKey: _privateKey, ...connection } = connectionTo(server);
    await provider.create(remote, { create: "x", connection: { ...connection, password: "open" } });
    await expect(
      provider.create(remote, { create: "x", connection: { ...connection, password: "wrong" } }),
    ).rejects.toThrow("attempted methods [none password]");
  });

  test.each<[string, Properties, string]>([
    ["a host key that is none", { hostKey: "garbage" }, "failed to parse host key: ssh: no key found"],
    ["a private key that is none", { privateKey: "garbage" }, "ssh: no key found"],
    [
      "an agent that is not there",
      { agentSocketPath: "/nonexistent" },
      "dial unix /nonexistent: connect: no such file or directory",
    ],
  ])("fail at once with %s", async (_name, change, text) => {
    const server = await serve();
    await expect(provider.create(remote, { create: "x", connection: connectionTo(server, change) })).rejects.toThrow(
      text,
    );
    expect(server.connections()).toBe(0);
  });

  test("count refused dials", async () => {
    const port = await freePort();
    const connection = { host: "127.0.0.1", port, dialErrorLimit: 0 };
    await expect(provider.create(remote, { create: "x", connection })).rejects.toThrow(
      `after 0 failed attempts: dial tcp 127.0.0.1:${port}: connect: connection refused`,
    );
    provider.log.length = 0;
    await expect(
      provider.create(remote, { create: "x", connection: { ...connection, dialErrorLimit: 2 } }),
    ).rejects.toThrow("after 2 failed attempts");
    expect(provider.log.map(({ message }) => message)).toEqual([
      "Dial 1/2 failed: retrying",
      "Dial 2/2 failed: retrying",
    ]);
  });

  test("are dialled without end until customTimeouts are over", async () => {
    const connection = { host: "127.0.0.1", port: await freePort(), dialErrorLimit: -1 };
    await expect(provider.create(remote, { create: "x", connection }, { timeout: 1 })).rejects.toThrow(
      "4 DEADLINE_EXCEEDED: context deadline exceeded",
    );
  });

  test("may go through a proxy, whose host gets one try", async () => {
    const server = await serve();
    const proxy = connectionTo(server);
    await provider.create(remote, { create: "via", connection: connectionTo(server, { proxy }) });
    expect(server.commands).toEqual(["via"]);
    const stranger = connectionTo(server, { proxy, privateKey: server.key.stranger });
    await expect(provider.create(remote, { create: "via", connection: stranger })).rejects.toThrow(
      "proxy: after 1 failed attempts: ssh: handshake failed: EOF",
    );
  });
});
