// SPDX-License-Identifier: Apache-2.0
import { defaultLimits } from "../../../components/health/probes";
import { dialsPerTry, judge, secondsPerTry, sshFailure } from "../../../components/health/ssh-failure";

// As the provider words them; test/tools/stand-ins/command-provider-connection.test.ts holds the stand-in to the same words.
const refused = "after 12 failed attempts: dial tcp 127.0.0.1:22: connect: connection refused";
const broken = `wait: remote command exited without exit status or exit signal: running "sudo -n":\ndial tcp: connection refused`;

test.each([
  [refused, "connection refused: the machine runs, and nothing listens on the port"],
  ["after 12 failed attempts: dial tcp 192.0.2.1:22: i/o timeout", "the host cannot be reached: no answer on the port"],
  [
    "after 3 failed attempts: dial tcp 192.0.2.1:22: connect: no route to host",
    "the host cannot be reached: no answer on the port",
  ],
  ["context deadline exceeded", "the host cannot be reached: no answer on the port"],
  ["after 1 failed attempts: dial tcp: lookup web.example.com: no such host", "the host's name cannot be resolved"],
  [
    "after 12 failed attempts: ssh: handshake failed: ssh: host key mismatch",
    "the host key is not the one that was expected",
  ],
  [
    "after 12 failed attempts: ssh: handshake failed: ssh: no common algorithm for host key; client offered: [ssh-rsa]",
    "the host key is not the one that was expected",
  ],
  [
    "after 12 failed attempts: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain",
    "the host refused the login",
  ],
  [
    "proxy: after 2 failed attempts: dial tcp 10.0.0.1:22: connect: connection refused",
    "connection refused: the machine runs, and nothing listens on the port",
  ],
  ["after 12 failed attempts: ssh: handshake failed: EOF", "the SSH handshake breaks off"],
  ["ssh: no key found", "the connection's key cannot be used"],
  [
    "dial unix /run/agent: connect: connection refused",
    "connection refused: the machine runs, and nothing listens on the port",
  ],
  [broken, "the connection broke"],
])("%s", (error, cause) => {
  expect(sshFailure(error)?.cause).toBe(cause);
});

test("a script that ended by itself is no failure of the connection, whatever it printed", () => {
  expect(sshFailure(`Process exited with status 1: running "x":\nssh: unable to authenticate, EOF`)).toBeUndefined();
});

test("what a command printed is not taken for the connection's own words", () => {
  expect(sshFailure("Process exited with status 255\nssh: connect to host a: connection refused")).toBeUndefined();
});

test("where the probes failed, nothing is tried again, and nothing said beside what they say", () => {
  const failed = `Process exited with status 1: running "sudo -n bash -s":\ndial tcp: connection refused`;
  expect(judge("web", [failed], 1)).toEqual({ retry: false });
  expect(judge("web", [failed, refused, broken], 1)).toEqual({ retry: false });
  expect(judge("web", ["context deadline exceeded", failed], 1)).toEqual({ retry: false });
  expect(judge("web", [], 1)).toEqual({ retry: false });
});

test("a login is tried again until the limit, as near as whole tries come to it, then the user is told", () => {
  const tries = (count: number) => Array.from({ length: count }, () => refused);
  expect(judge("web", tries(3), 228)).toEqual({ retry: true });
  expect(judge("web", tries(1), 240).retry).toBe(false);
  expect([199, 200].map((seconds) => judge("web", tries(1), seconds).retry)).toEqual([true, false]);
  expect(judge("web", [refused, "Process exited with status 1"], 1).retry).toBe(true);
  const { retry, message } = judge("web", tries(4), 304.4);
  expect(retry).toBe(false);
  expect(message).toMatch(
    /^docker host "web": stage ssh failed after 304 s: connection refused: .*\nhint: the boot is still at work/,
  );
});

test("a broken connection is tried again until the limit for everything", () => {
  expect(judge("web", [broken], 899, { ...defaultLimits, ssh: 1 }).retry).toBe(true);
  expect(judge("web", [broken], 900).retry).toBe(false);
});

test("a host that restarts in the middle has that limit to come back", () => {
  expect(judge("web", [refused, broken], 899).retry).toBe(true);
  expect(judge("web", [refused, broken], 900).message).toContain(": connection refused: ");
});

test("the cause of an earlier try stands where the last one only ran out of time", () => {
  expect(judge("web", ["context deadline exceeded", refused], 301).message).toContain(": connection refused: ");
  expect(judge("web", ["context deadline exceeded"], 301).message).toContain(": the host cannot be reached: ");
});

test("a key that is none is not tried again", () => {
  expect(judge("web", ["ssh: no key found"], 0)).toMatchObject({
    retry: false,
    message: expect.stringContaining("hint: ") as string,
  });
});

test("a try lasts a quarter of the limit, so that the engine's hundred last longer, for any limit", () => {
  for (const ssh of [1, 60, 300, 3600, 86_400]) {
    const pauses = Array.from({ length: dialsPerTry({ ssh }) }, (_, i) => Math.min(0.1 * 1.5 ** i, 5));
    const lasts = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(lasts).toBeGreaterThanOrEqual(Math.max(2, ssh / 4));
    expect(lasts).toBeLessThan(Math.max(2, ssh / 4) + 5);
  }
});

test("a try has at least a minute, so that a slow handshake can still say why it failed", () => {
  expect([1, 60, 300].map((ssh) => secondsPerTry({ ssh }))).toEqual([60, 60, 300]);
});

test("where nothing answers, the hint begins with what the caller knows of the way, and nowhere else", () => {
  const rule = "security group sg-1 has no rule for port 22";
  const hint = (error: string) => judge("web", [error], 400, defaultLimits, rule).message?.split("hint: ")[1];
  expect(hint("dial tcp 192.0.2.1:22: i/o timeout")).toMatch(
    /^security group sg-1 has no rule for port 22; no firewall/,
  );
  expect(hint("dial tcp 192.0.2.1:22: connect: connection refused")).toMatch(/^security group sg-1 has/);
  expect(hint("ssh: handshake failed: ssh: unable to authenticate")).toMatch(/^wrong user name/);
});
