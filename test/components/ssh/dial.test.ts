// SPDX-License-Identifier: Apache-2.0
// Each way in which a host does not let us in: its own words, at its own limit, and nothing left open. What is silent is
// given a moment here; that the usual limits end what is silent, the limits of the check show.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Server, utils } from "ssh2";

import { type Connection, type Steps, steps } from "../../../components/ssh/connection";
import { dial } from "../../../components/ssh/dial";
import { SshFailure } from "../../../components/ssh/failure";
import { makeKeyPair } from "../../../components/key-pair";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { closedPort, closePorts, port, wayTo } from "./servers";

let host: SshServer;
let bastion: SshServer;
const agent = process.env.SSH_AUTH_SOCK;

beforeAll(async () => {
  delete process.env.SSH_AUTH_SOCK;
  [host, bastion] = await Promise.all([startSshServer({ password: "hunter2" }), startSshServer()]);
});
afterAll(() => {
  host.close();
  bastion.close();
  closePorts();
  if (agent !== undefined) process.env.SSH_AUTH_SOCK = agent;
});

const never = new AbortController().signal;
/** Where a step would take for ever. */
const moment = 0.3;

async function letIn(connection: Connection): Promise<boolean> {
  const { close } = await dial(connection, never);
  close();
  return true;
}

async function failure(connection: Connection, limits: Partial<Steps> = {}, signal = never): Promise<SshFailure> {
  const error: unknown = await dial(connection, signal, { ...steps, ...limits }).then(
    ({ close }) => close(),
    (reason: unknown) => reason,
  );
  if (error instanceof SshFailure) return error;
  throw error instanceof Error ? error : new Error("it was let in");
}

describe("a login is accepted", () => {
  test("with a key", async () => expect(await letIn(wayTo(host))).toBe(true));
  test("with a password", async () => {
    expect(await letIn(wayTo(host, { privateKey: undefined, password: "hunter2" }))).toBe(true);
  });
  test("with a password where the key is not taken", async () => {
    expect(await letIn(wayTo(host, { privateKey: host.key.stranger, password: "hunter2" }))).toBe(true);
  });
  test("by a host whose RSA key is pinned", async () => {
    const key = utils.generateKeyPairSync("rsa", { bits: 2048 });
    const server = new Server({ hostKeys: [key.private] }, (client) => {
      client.on("error", () => {}).on("authentication", (attempt) => attempt.accept());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port: number } = server.address() as AddressInfo;
    expect(await letIn(wayTo(host, { port: number, hostKey: key.public }))).toBe(true);
    server.close();
  });
  test("of whoever answers, where no host key is pinned", async () => {
    expect(await letIn(wayTo(host, { hostKey: undefined }))).toBe(true);
  });
  test("behind a bastion that has a key and a host key of its own", async () => {
    expect(await letIn(wayTo(host, { proxy: wayTo(bastion) }))).toBe(true);
  });
  test("through a command, which gets host, port and user", async () => {
    const relay = `const s = require("net").connect(+process.argv[2], process.argv[1]); process.stdin.pipe(s).pipe(process.stdout); if (process.argv[3] !== "rocky-100%") process.exit(1)`;
    const proxyCommand = [process.execPath, "-e", relay, "%h", "%p", "%r-100%%"];
    expect(await letIn(wayTo(host, { proxyCommand }))).toBe(true);
  });
  test("although SSH_AUTH_SOCK names nobody, where a key is given", async () => {
    process.env.SSH_AUTH_SOCK = "/nowhere/agent";
    expect(await letIn(wayTo(host))).toBe(true);
    delete process.env.SSH_AUTH_SOCK;
  });
});

describe("a wrong argument is named, and nothing is dialled", () => {
  const wrong: [string, Partial<Connection>, RegExp][] = [
    ["port 0", { port: 0 }, /^connection\.port 0 is not a port; use a whole number from 1 to 65535$/],
    ["port 70000", { port: 70_000 }, /^connection\.port 70000 is not a port/],
    ["a key that is none", { privateKey: "nonsense" }, /^connection\.privateKey is not a private key in OpenSSH/],
    ["a host key that is none", { hostKey: "nonsense" }, /^connection\.hostKey is not a host's public key/],
    ["no way to log in", { privateKey: undefined }, /^connection has no way to log in: give privateKey, password/],
    [
      "an agent that is not there",
      { agentSocketPath: "/nowhere/agent" },
      /^connection\.agentSocketPath names \/nowhere\/agent, on which no ssh-agent answers \(ENOENT\)/,
    ],
    ["a bastion's port", { proxy: { host: "127.0.0.1", port: 0, password: "x" } }, /^connection\.proxy\.port 0 is not/],
  ];
  test.each(wrong)("%s", async (_name, other, words) => {
    const before = host.connections();
    const { kind, message, hint } = await failure(wayTo(host, other));
    expect({ kind, connections: host.connections() }).toEqual({ kind: "input", connections: before });
    expect(message).toMatch(words);
    expect(hint).toMatch(/^correct connection/);
  });

  test("an agent of the environment that nobody serves, at once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "agent-"));
    const path = join(folder, "agent");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await new Promise((resolve) => server.close(resolve));
    process.env.SSH_AUTH_SOCK = path;
    const { kind, message } = await failure(wayTo(host, { privateKey: undefined }));
    delete process.env.SSH_AUTH_SOCK;
    rmSync(folder, { recursive: true });
    expect(kind).toBe("input");
    expect(message).toContain(`the environment variable SSH_AUTH_SOCK names ${path}, on which no ssh-agent answers`);
  });
});

describe("what answers is no host", () => {
  test("nothing listens on the port", async () => {
    const number = await closedPort();
    const { kind, message, hint } = await failure(wayTo(host, { port: number }));
    expect(kind).toBe("silence");
    expect(message).toBe(`connection refused: 127.0.0.1:${number} answers, and nothing listens on the port`);
    expect(hint).toContain("the boot is still at work");
  });
  test("the name is unknown", async () => {
    const { kind, message } = await failure(wayTo(host, { host: "no-such-host.invalid" }));
    expect({ kind, message }).toEqual({ kind: "refusal", message: "the host's name cannot be resolved" });
  });
  test("there is no way to the address", async () => {
    // To everybody, to which no TCP connection can go.
    expect((await failure(wayTo(host, { host: "255.255.255.255" }))).message).toMatch(
      /^the host cannot be reached: no/,
    );
  });
  test("it never speaks", async () => {
    const { kind, message, hint } = await failure(wayTo(host, { port: await port(() => {}) }), { banner: moment });
    expect({ kind, message }).toEqual({
      kind: "silence",
      message: "the port accepts connections, but no SSH server speaks on it",
    });
    expect(hint).toContain("kernel panic");
  });
  test("it closes each connection", async () => {
    const { kind, message } = await failure(wayTo(host, { port: await port((socket) => socket.destroy()) }));
    expect({ kind, message }).toEqual({
      kind: "silence",
      message: "the port accepts connections and closes them before an SSH server has spoken",
    });
  });
  test("it speaks another protocol", async () => {
    const web = await port((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await failure(wayTo(host, { port: web }))).message).toBe(
      'something else than SSH answers on the port: "HTTP/1.1 400 Bad Request"',
    );
  });
  test("it stands still in the handshake", async () => {
    const stuck = await port((socket) => socket.write("SSH-2.0-OpenSSH_8.7\r\n"));
    expect((await failure(wayTo(host, { port: stuck }), { handshake: moment })).message).toBe(
      "the SSH handshake stands still; the server is SSH-2.0-OpenSSH_8.7",
    );
  });
  test("it hangs up in the handshake", async () => {
    const broken = await port((socket) => socket.write("SSH-2.0-OpenSSH_8.7\r\n", () => socket.end()));
    expect((await failure(wayTo(host, { port: broken }))).message).toBe(
      "the SSH handshake breaks off; the server is SSH-2.0-OpenSSH_8.7",
    );
  });
});

describe("the host refuses", () => {
  test.each([
    ["Not allowed at this time", "PerSourcePenalties"],
    ["Exceeded MaxStartups", "sshMaxStartups"],
  ])("this computer for a while, with the words %j", async (words, setting) => {
    const number = await port((socket) => socket.end(`${words}\r\n`));
    const { kind, message, hint } = await failure(wayTo(host, { port: number }));
    expect({ kind, message }).toEqual({
      kind: "refusal",
      message: `sshd takes no connection from this computer for now: "${words}"`,
    });
    expect(hint).toContain(setting);
  });
  test("another host key than it has", async () => {
    const { kind, message, hint } = await failure(wayTo(host, { hostKey: makeKeyPair("another").publicKey }));
    expect(kind).toBe("refusal");
    expect(message).toMatch(
      /^the host key is not the one that was expected: the host has ssh-ed25519 SHA256:\S+, expected ssh-ed25519 SHA256:\S+$/,
    );
    expect(hint).toContain("ssh-keyscan");
  });
  test("a host key of a type that it has not", async () => {
    const rsa = utils.generateKeyPairSync("rsa", { bits: 2048 }).public;
    expect((await failure(wayTo(host, { hostKey: rsa }))).message).toMatch(/the host has no key of type ssh-rsa/);
  });
  test("a stranger's key, and says what it takes", async () => {
    const { kind, message, hint } = await failure(wayTo(host, { privateKey: host.key.stranger }));
    expect({ kind, message }).toEqual({
      kind: "refusal",
      message: "the host refused the login of rocky: tried publickey; the server takes publickey, password",
    });
    expect(hint).toMatch(/^wrong user name/);
  });
  test("a wrong password, which stands in no message", async () => {
    const { message } = await failure(wayTo(host, { privateKey: undefined, password: "correct horse" }));
    expect(message).toMatch(/tried password/);
    expect(message).not.toContain("horse");
  });
});

describe("behind a bastion", () => {
  const inner = (other: Partial<Connection> = {}, outer: Partial<Connection> = {}) =>
    failure(wayTo(host, { proxy: wayTo(bastion, outer), ...other }), { banner: 5 });

  test("the bastion is named where it is the bastion that is closed", async () => {
    const number = await closedPort();
    const failed = await inner({}, { port: number });
    expect(failed.bastion).toBe("127.0.0.1");
    expect(failed.message).toBe(
      `the bastion 127.0.0.1: connection refused: 127.0.0.1:${number} answers, and nothing listens on the port`,
    );
  });
  test("the bastion is named where it is the bastion that refuses the login", async () => {
    expect((await inner({}, { privateKey: bastion.key.stranger })).message).toMatch(
      /^the bastion 127\.0\.0\.1: the host refused the login of rocky/,
    );
  });
  test("the bastion is named where it is the bastion's host key", async () => {
    expect((await inner({}, { hostKey: host.hostKey })).message).toMatch(
      /^the bastion 127\.0\.0\.1: the host key is not the one/,
    );
  });
  test("the host's login is the host's", async () => {
    expect((await inner({ privateKey: host.key.stranger })).message).toMatch(/^the host refused the login of rocky/);
  });
  test("the host's key is the host's", async () => {
    expect((await inner({ hostKey: bastion.hostKey })).message).toMatch(/^the host key is not the one/);
  });
  test("a host that never speaks is told from a bastion that does not", async () => {
    const silent = await port(() => {});
    const { bastion: named, message } = await failure(wayTo(host, { port: silent, proxy: wayTo(bastion) }), {
      banner: 5,
    });
    expect({ named, message }).toEqual({
      named: undefined,
      message: "the port accepts connections, but no SSH server speaks on it",
    });
  });
});

describe("through a command", () => {
  test("what the host refuses is told, and not that the command ends then", async () => {
    const bridge = "exec 3<>/dev/tcp/127.0.0.1/%p; cat <&3 & cat >&3; kill $!";
    const through = (other: Partial<Connection>) =>
      failure(wayTo(host, { proxyCommand: ["bash", "-c", bridge], ...other }), { banner: 5 });
    expect((await through({ privateKey: host.key.stranger })).message).toMatch(/^the host refused the login of rocky/);
    expect((await through({ hostKey: bastion.hostKey })).message).toMatch(/^the host key is not the one/);
  });
  const by = (...proxyCommand: string[]) => failure(wayTo(host, { proxyCommand }), { banner: 5 });
  test("that does not exist", async () => {
    const { kind, message } = await by("/nowhere/relay", "%h");
    expect({ kind, message }).toEqual({ kind: "way", message: "/nowhere/relay is no program here" });
  });
  test("that fails, with the last that it says", async () => {
    const { kind, message } = await by("sh", "-c", "echo start >&2; echo 'TargetNotConnected: i-1' >&2; exit 254");
    expect({ kind, message }).toEqual({
      kind: "refusal",
      message: "the command that leads to the host, sh, ended with status 254: TargetNotConnected: i-1",
    });
  });
  test("that is silent, and ends with us", async () => {
    const { message } = await failure(wayTo(host, { proxyCommand: ["sleep", "1000"] }), {
      ...{ tcp: moment, banner: moment },
    });
    expect(message).toBe("the command that leads to the host, sleep, gives no byte of the host");
  });
});

test("the end of all patience ends each step with what is known of it", async () => {
  const silent = await port(() => {});
  const { message } = await failure(wayTo(host, { port: silent }), {}, AbortSignal.timeout(200));
  expect(message).toBe("the port accepts connections, but no SSH server speaks on it");
  expect((await failure(wayTo(host), {}, AbortSignal.abort())).kind).toBe("silence");
});
