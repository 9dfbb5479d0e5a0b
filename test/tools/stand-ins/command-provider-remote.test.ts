// SPDX-License-Identifier: Apache-2.0
import { type Behaviour, connectionTo, type SshServer, startSshServer } from "./command-provider/ssh-server";
import { ProviderUnderTest } from "./command-provider/under-test";
import { isSecret, secret } from "../../../tools/stand-ins/command-provider/values";

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

describe("remote commands", () => {
  test("get command, stdin and accepted environment", async () => {
    const server = await serve({ acceptEnv: ["OK"] });
    const made = await provider.create(remote, {
      create: "hello",
      stdin: "in",
      environment: { OK: "1" },
      connection: secret(connectionTo(server)),
    });
    expect(JSON.parse(String(made.stdout))).toEqual({ command: "hello", stdin: "in", environment: { OK: "1" } });
    expect(made.stderr).toBe("done");
    expect(isSecret(made.connection)).toBe(true);
  });

  test("are not started when the server refuses a variable", async () => {
    const server = await serve();
    const inputs = { create: "hello", environment: { NO: "1" }, connection: connectionTo(server) };
    await expect(provider.create(remote, inputs)).rejects.toThrow(
      'could not set environment variable "NO": ssh: setenv failed',
    );
    expect(server.commands).toEqual([]);
  });

  test("are started when it only refuses the previous output", async () => {
    const server = await serve();
    const connection = connectionTo(server);
    provider.log.length = 0;
    await provider.update(
      remote,
      { connection, stdout: "old", stderr: "" },
      { connection },
      { connection, create: "again" },
    );
    expect(server.commands).toEqual(["again"]);
    expect(provider.log.find(({ severity }) => severity === 2)?.message).toMatch(
      "Unable to set 'PULUMI_COMMAND_STDOUT'",
    );
  });

  test("do not run, and nothing is dialled, without a command", async () => {
    const server = await serve();
    await provider.create(remote, { connection: connectionTo(server) });
    await provider.delete(remote, { connection: connectionTo(server), stdout: "", stderr: "" });
    expect(server.connections()).toBe(0);
  });

  test.each<[string, Behaviour["run"], string]>([
    [
      "a status",
      (_command, channel) => {
        channel.write("out\n");
        channel.exit(3);
        channel.end();
      },
      'Process exited with status 3: running "boom":\nout\n',
    ],
    [
      "a signal",
      (_command, channel) => {
        channel.exit("KILL");
        channel.end();
      },
      'Process exited with status 137 from signal KILL: running "boom"',
    ],
    [
      "no status",
      (_command, channel) => channel.close(),
      "wait: remote command exited without exit status or exit signal",
    ],
  ])("fail with %s", async (_name, run, text) => {
    const server = await serve({ run });
    await expect(provider.create(remote, { create: "boom", connection: connectionTo(server) })).rejects.toThrow(text);
  });

  test("do not dial in a preview", async () => {
    const server = await serve();
    await provider.create(remote, { create: "x", connection: connectionTo(server) }, { preview: true });
    expect(server.connections()).toBe(0);
  });
});
