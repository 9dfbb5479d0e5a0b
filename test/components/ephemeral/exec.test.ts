// SPDX-License-Identifier: Apache-2.0
import type { ServerChannel } from "ssh2";

import { makeKeyPair } from "../../../components/key-pair";
import { ExecError, SshFailure } from "../../../components/ephemeral";
import type { Login } from "../../../components/ephemeral/access";
import { execute } from "../../../components/ephemeral/exec";
import { type Behaviour, type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";

const executed = { status: 125, stdout: "", stderr: "" };

test("a command that failed says itself, its status and the end of what it wrote to stderr", () => {
  const stderr = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("");
  const { message, name } = new ExecError("docker pull nothing", { ...executed, stdout: "not this", stderr });
  expect(name).toBe("ExecError");
  const [first, ...lines] = message.split("\n");
  expect(first).toBe('"docker pull nothing" ended with status 125');
  expect(lines).toEqual(Array.from({ length: 10 }, (_, i) => `line ${20 + i}`));
});

test("where it wrote nothing there, the end of its stdout, and where it wrote nothing at all, nothing", () => {
  expect(new ExecError("make", { ...executed, stdout: "no rule\n" }).message).toBe(
    '"make" ended with status 125\nno rule',
  );
  expect(new ExecError("false", { ...executed, status: 1 }).message).toBe('"false" ended with status 1');
});

test("a script of many lines stands on one, and whole in a field", () => {
  const script = "docker build .\n".repeat(20);
  const error = new ExecError(script, executed);
  expect(error.message).toMatch(/^"docker build \.\\ndocker .*\.\.\. ended with status 125$/);
  expect(error).toMatchObject({ ...executed, command: script });
});

describe("on a host", () => {
  let server: SshServer;
  afterEach(() => server.close());

  /** Starts one, and says how to log in to it. */
  async function host(run?: Behaviour["run"]): Promise<Login> {
    server = await startSshServer(run && { run });
    const [type = "", key = ""] = server.hostKey.split(" ");
    const { port } = server;
    const knownHosts = `[127.0.0.1]:${port} ${type} ${key}`;
    return { address: "127.0.0.1", port, user: "rocky", privateKey: server.key.private, knownHosts };
  }

  const ends = (how: (channel: ServerChannel) => void) => (_command: string, channel: ServerChannel) => {
    channel.write("some\n");
    channel.stderr.write("no image\n");
    how(channel);
    channel.end();
  };

  test("a host that is reached by a program is reached by it", async () => {
    const { port, ...login } = await host();
    const relay = `const s = require("net").connect(${port}, "127.0.0.1"); process.stdin.pipe(s).pipe(process.stdout)`;
    const knownHosts = login.knownHosts.replace(/^\S+/, "i-1");
    const by = { ...login, address: "i-1", port: 22, knownHosts, proxyCommand: [process.execPath, "-e", relay] };
    expect(await execute(by, "true")).toMatchObject({ status: 0 });
  });

  test("a command gets its stdin, and what it writes is given back", async () => {
    const { status, stdout, stderr } = await execute(await host(), "docker load", { stdin: "an image" });
    expect([status, stderr]).toEqual([0, "done\n"]);
    expect(JSON.parse(stdout)).toMatchObject({ command: "docker load", stdin: "an image" });
  });

  test("a status other than 0 is an ExecError, unless it is asked for", async () => {
    const login = await host(ends((channel) => channel.exit(125)));
    const result = { status: 125, stdout: "some\n", stderr: "no image\n" };
    const error = await rejection(execute(login, "docker pull x"));
    expect(error).toBeInstanceOf(ExecError);
    expect(error).toMatchObject({ ...result, command: "docker pull x" });
    expect(await execute(login, "docker pull x", { check: false })).toEqual(result);
  });

  test("a command that a signal has ended has the status that shells give it", async () => {
    const login = await host(ends((channel) => channel.exit("KILL")));
    expect(await execute(login, "sleep 60", { check: false })).toMatchObject({ status: 137 });
  });

  test("a host whose key nobody has pinned is trusted", async () => {
    const { knownHosts: _, ...login } = await host();
    expect(await execute({ ...login, knownHosts: "" }, "true")).toMatchObject({ status: 0 });
  });

  test.each<[string, (login: Login) => Login, RegExp]>([
    ["has another key", (login) => ({ ...login, knownHosts: otherKey }), /^the host key is not the one/],
    [
      "does not know the login",
      (login) => ({ ...login, privateKey: server.key.stranger }),
      /refused the login of rocky/,
    ],
  ])("one that %s is a failure with a hint, and no status", async (_how, changed, reason) => {
    const login = changed(await host());
    const error = await rejection(execute(login, "true", { check: false }));
    expect(error).toBeInstanceOf(SshFailure);
    const { message, hint } = error as SshFailure;
    expect(message).toMatch(reason);
    expect(message.endsWith(`\nhint: ${hint}`)).toBe(true);
    expect(server.commands).toEqual([]);
  });

  test("one on which nothing listens any more is such a failure as well", async () => {
    const login = await host();
    server.close();
    expect(await rejection(execute(login, "true", { check: false }))).toMatchObject({
      name: "SshFailure",
      message: expect.stringMatching(/^connection refused/) as string,
    });
  });

  test("and so is a connection that breaks while the command runs", async () => {
    const login = await host(() => server.close());
    expect(await rejection(execute(login, "reboot", { check: false }))).toMatchObject({
      name: "SshFailure",
      message: expect.stringMatching(/^the connection broke/) as string,
    });
  });
});

const otherKey = `127.0.0.1 ${makeKeyPair("").publicKey}`;

function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
