// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ServerChannel } from "ssh2";

import { type Ask, checkHost, rootShell } from "../../../components/health/check-host";
import type { CheckOrder } from "../../../components/health/check-order";
import { parseReport } from "../../../components/health/report";
import { refusal } from "../../../components/ssh/failure";
import { turnedAway } from "../../../components/ssh/no-login";
import { runOverSsh } from "../../../components/ssh/run";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { closePorts, port, wayTo } from "../ssh/servers";

type Answer = (channel: ServerChannel) => void;

const probe = (name: string, status: string) => `{"probe":"${name}","status":"${status}","ms":1,"detail":"seen"}\n`;
const conclusion = (healthy: boolean, stage: string) =>
  `{"version":1,"host":"web","healthy":${healthy},"dockerVersion":"28","stage":"${stage}","seconds":1,"bootId":"b","finished":""}\n`;
const healthy = `${probe("daemon", "pass")}${conclusion(true, "")}`;
const ill = `${probe("units", "fail")}${conclusion(false, "units")}{"log":["dockerd[1]: level=error msg=bad"]}\n{"diagnostics":"/d"}\n`;

const well = { output: healthy, report: parseReport(healthy) };

const ends =
  (status: number, stdout: string, stderr = ""): Answer =>
  (channel) => {
    channel.write(stdout);
    channel.stderr.write(stderr);
    channel.exit(status);
    channel.end();
  };
/** As a machine that is switched off. */
const breaks: Answer = (channel) =>
  (channel as unknown as { _client: { _sock: { destroy(): void } } })._client._sock.destroy();

const servers: SshServer[] = [];
const folder = mkdtempSync(join(tmpdir(), "check-host-"));
afterAll(() => {
  for (const server of servers) server.close();
  closePorts();
  rmSync(folder, { recursive: true });
});

/** A host that gives these answers, one to each check; the last one to all that follow. */
async function hostThat(...answers: Answer[]): Promise<SshServer> {
  const run = (_command: string, channel: ServerChannel) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    channel.on("data", () => {}).on("end", () => answer?.(channel));
  };
  const server = await startSshServer({ run });
  servers.push(server);
  return server;
}

const told: string[] = [];
beforeEach(() => told.splice(0));
const check = (order: Partial<CheckOrder> & Pick<CheckOrder, "connection">) =>
  checkHost({ host: "web", script: "", limits: { ssh: 60, total: 120 }, ...order }, (line) => told.push(line));

test("a healthy host gives its report, and what it is at is told", async () => {
  const connection = wayTo(await hostThat(ends(0, healthy, "probe daemon\nprobe server\n")));
  expect(await check({ connection })).toEqual(well);
  expect(told).toEqual(["connecting", "probe daemon", "probe server"]);
});

test("one that is not healthy is reported, and explained", async () => {
  const { report, failure } = await check({ connection: wayTo(await hostThat(ends(1, ill))) });
  expect(report).toMatchObject({ healthy: false, stage: "units", probes: [{ probe: "units" }] });
  expect(failure).toEqual({
    ...{ stage: "units", what: "Docker does not run", where: "stage units of the check", cause: "seen" },
    ...{ fix: expect.stringContaining("systemctl status docker") as string, log: ["dockerd[1]: level=error msg=bad"] },
    ...{ diagnostics: "/d", seconds: expect.any(Number) as number },
  });
});

test.each([
  [true, "booting (limit 60 s)", "booting"],
  [false, "connecting", "waiting for SSH"],
])(
  "a host that does not let anybody in yet (it boots: %s) is waited for, and why is told",
  async (boots, first, then) => {
    const host = await hostThat(ends(0, healthy));
    let isUp = false;
    // As what accepts for a machine that has no network yet.
    const number = await port((socket) => {
      if (!isUp) socket.destroy();
      else socket.pipe(connect(host.port, "127.0.0.1")).pipe(socket);
    });
    const waits = check({ boots, connection: wayTo(host, { port: number }) });
    while (told.length < 2) await new Promise((next) => setTimeout(next, 20));
    isUp = true;
    expect(await waits).toEqual(well);
    expect(told.slice(0, 2)).toEqual([
      first,
      expect.stringMatching(`^${then}: the port accepts connections and closes`),
    ]);
  },
);

test("a connection that breaks is made again, although the limit for SSH is over", async () => {
  const connection = wayTo(await hostThat(breaks, breaks, ends(0, healthy)));
  expect(await check({ connection, limits: { ssh: 5, total: 120 } })).toEqual(well);
  expect(told[1]).toBe("waiting for the host to come back: the connection broke");
});

test("a host that is silent after the login ends the check with the limit for everything", async () => {
  const { failure } = await check({ connection: wayTo(await hostThat(() => {})), limits: { ssh: 30, total: 1 } });
  expect(failure).toMatchObject({
    ...{ stage: "ssh", where: "stage ssh", what: "the connection is lost" },
    cause: "the connection broke: the command did not end in time",
  });
});

test("a host that gives no answer ends it with the limit for SSH; the console's words come first", async () => {
  const consoleLog = join(folder, "console.log");
  writeFileSync(consoleLog, "a\r\nb\r\n\u001b[0;1mWelcome\u001b[0m\r\nc\r\nd\r\ne\r\nlogin: ");
  const connection = { host: "127.0.0.1", port: await port(() => {}), password: "x" };
  const limits = { ssh: 1, total: 60 };
  const { output, report, failure } = await check({
    connection,
    limits,
    consoleLog,
    unreachableHint: "open the firewall",
  });
  expect([output, report.probes]).toEqual(["", []]);
  expect(failure).toMatchObject({
    what: "the machine does not answer",
    cause: expect.stringMatching(/^the port accepts connections, but no SSH/) as string,
    fix: expect.stringMatching(/^its console is \S+; open the firewall; the machine hangs/) as string,
    log: ["Welcome", "c", "d", "e", "login: "],
  });
});

test("a program that this computer has not ends the check at once, whatever the limits are", async () => {
  const connection = { host: "i-1", password: "x", proxyCommand: ["/nowhere/relay"] };
  const { failure } = await check({ connection, limits: { ssh: 3600, total: 3600 }, unreachableHint: "no" });
  expect(failure).toMatchObject({
    ...{ what: "this computer has no way to the machine", cause: "/nowhere/relay is no program here" },
    ...{ fix: "install it, or correct connection.proxyCommand", log: [] },
  });
});

test("a refused login has no hint about the console", async () => {
  const host = await hostThat(ends(0, healthy));
  const connection = wayTo(host, { privateKey: host.key.stranger });
  const { failure } = await check({
    connection,
    limits: { ssh: 4, total: 60 },
    consoleLog: "/none",
    unreachableHint: "no",
  });
  expect(failure).toMatchObject({
    what: "nobody is let in",
    cause: expect.stringContaining("the host refused the login of rocky: ") as string,
    fix: expect.stringMatching(/^wrong user name /) as string,
    log: [],
  });
});

test("of a host that turns us away, for the logins that it has refused, those are told", async () => {
  const host = await hostThat(ends(0, healthy));
  const tries = [refusal("the login is refused", "correct the key"), turnedAway("Not allowed at this time"), undefined];
  const ask: Ask = (remote, signal) => {
    const failure = tries.shift();
    return failure ? Promise.reject(failure) : runOverSsh(wayTo(host), remote, signal);
  };
  const order = { host: "web", script: "", limits: { ssh: 60, total: 120 }, connection: wayTo(host) };
  expect(await checkHost(order, (line) => told.push(line), ask)).toMatchObject(well);
  expect(told.filter((line) => line.endsWith("the login is refused"))).toHaveLength(2);
});

test("a wrong argument is no reason to wait", async () => {
  const { failure } = await check({ connection: { host: "127.0.0.1", privateKey: "nonsense" } });
  expect(failure).toMatchObject({
    what: "the connection is given wrongly",
    cause: expect.stringMatching(/^connection\.privateKey is not a private key /) as string,
    fix: "correct connection.privateKey",
  });
  expect(told).toEqual(["connecting"]);
});

test("a check that the host has ended names the last answer", async () => {
  const cut = (status: number) => hostThat(ends(status, probe("units", "pass")));
  expect((await check({ connection: wayTo(await cut(124)) })).failure).toMatchObject({
    ...{ stage: "units", what: "the check was cut off" },
    cause: "the check was ended, because it took too long, after the answer of probe units",
  });
  const { failure } = await check({ connection: wayTo(await cut(2)) });
  expect(failure?.cause).toMatch(/^the check ended with 2, after/);
});

test("a login that runs nothing and ends well is no healthy host", async () => {
  const connection = wayTo(await hostThat(ends(0, "")));
  expect((await check({ connection })).failure).toMatchObject({ what: "the check cannot begin" });
  expect((await check({ connection, prepares: true })).failure).toBeUndefined();
});

test("a login that runs nothing is told from a host that is not healthy", async () => {
  const nologin = ends(1, "This account is currently not available.\n");
  expect((await check({ connection: wayTo(await hostThat(nologin)) })).failure).toMatchObject({
    what: "the check cannot begin",
    cause: "the login has no shell: it is nologin: This account is currently not available.",
  });
});

describe("the command", () => {
  const shims = (id: string) => {
    const bin = mkdtempSync(join(folder, "bin-"));
    const shim = (name: string, text: string) => {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    };
    shim("id", `echo ${id}`);
    shim("sudo", 'echo "sudo $1"; shift; exec "$@"');
    return { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  };
  const run = (id: string, login: string, script = 'echo "$EXPECT_TOTAL $LC_ALL"') => {
    const { command, stdin } = rootShell(script, 7);
    const env = { ...shims(id), LC_ALL: "de_DE.UTF-8" };
    return spawnSync(login, ["-c", command], { env, input: stdin, encoding: "utf8" }).stdout;
  };

  test("is run by sudo where the login is not root, and knows its seconds", () => {
    expect(run("1000", "sh")).toBe("sudo -n\n7 C\n");
    expect(run("0", "bash")).toBe("7 C\n");
  });

  test("has all of the script before it does the first of it, and shows none of it to others", () => {
    const script = `cat; tr '\\0' ' ' </proc/$$/cmdline; echo; env | grep -c secret; exit 3; echo no\n: secret`;
    expect(run("0", "sh", script)).toBe("bash -s \n0\n");
  });
});
