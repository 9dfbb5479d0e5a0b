// SPDX-License-Identifier: Apache-2.0
import type { CheckOrder } from "../../../components/health/check-order";
import { watchConsole } from "../../../components/health/console-log";
import { cutOff, notStarted, unreached } from "../../../components/health/no-report";
import { type FailureKind, SshFailure } from "../../../components/ssh/failure";
import { otherHostKey } from "../../../components/ssh/no-login";

const order: CheckOrder = { host: "web", connection: { host: "192.0.2.1" }, script: "", limits: { ssh: 1, total: 2 } };
const ended = (status: number | undefined, stderr = "", signal?: string) => ({
  ...{ stdout: "", stderr, status },
  ...(signal !== undefined && { signal }),
});
const cloud = { consoleCommand: "aws ec2 get-console-output", unreachableHint: "open the group" };

test.each<[FailureKind, string, string]>([
  ["silence", "the machine does not answer", "open the group; wait"],
  ["session", "the connection is lost", "open the group; wait"],
  ["refusal", "nobody is let in", "wait"],
  ["input", "the connection is given wrongly", "wait"],
])("where the machine says nothing (%s), what to look at first is said first", (kind, what, fix) => {
  expect(unreached({ ...order, ...cloud }, new SshFailure(kind, "why", "wait"), 3)).toStrictEqual({
    ...{ stage: "ssh", where: "stage ssh", seconds: 3, what, cause: "why", fix, log: [] },
    look: ["silence", "session"].includes(kind) ? ["aws ec2 get-console-output"] : [],
  });
});

test.each<[FailureKind, string, string[]]>([
  ["silence", `its console is ${__filename}; open the group; wait`, ["// the last line"]],
  ["refusal", "wait", []],
])("of a machine with a console on this computer, its end is shown where it says nothing (%s)", (kind, fix, log) => {
  const failure = unreached({ ...order, ...cloud, consoleLog: __filename }, new SshFailure(kind, "why", "wait"), 3);
  expect([failure.fix, failure.log.slice(-1)]).toEqual([fix, log]);
});

test("what a bastion says is no reason to look at the machine", () => {
  const failure = new SshFailure("silence", "why", "wait").atBastion("gate");
  expect(unreached({ ...order, ...cloud }, failure, 3)).toMatchObject({ cause: "the bastion gate: why", fix: "wait" });
});

describe("a host with another key than the pinned one", () => {
  const again = "pulumi up --stack dev --replace 'urn:pulumi:dev::a$b::web-public-host-key'";
  const failure = otherHostKey("ssh-ed25519 SHA256:A", "ssh-ed25519 SHA256:B");

  test("may be right, where its key was read from the machine: the console and the command say how to go on", () => {
    const { what, fix, look } = unreached({ ...order, ...cloud, hostKeyCommand: again }, failure, 3);
    expect([what, look]).toEqual(["nobody is let in", ["aws ec2 get-console-output", again]]);
    expect(fix).toBe(
      `where the machine's console shows the key that the host has, it is its own: have it read again by the command with --replace; ${failure.hint}`,
    );
  });

  test.each([
    ["whose key was made here", {}, failure],
    ["that is a bastion", { hostKeyCommand: again }, failure.atBastion("gate")],
  ])("%s is a stranger", (_what, known, stranger) => {
    expect(unreached({ ...order, ...cloud, ...known }, stranger, 3)).toMatchObject({ fix: failure.hint, look: [] });
  });
});

test("a machine of which nothing more is known has the hint alone", () => {
  expect(unreached(order, new SshFailure("silence", "why", "wait"), 3)).toMatchObject({ fix: "wait", log: [] });
});

test.each([
  [ended(124), "was ended, because it took too long"],
  [ended(137), "was ended, because it took too long"],
  [ended(2), "ended with 2"],
  [ended(undefined, "", "KILL"), "ended with KILL"],
])("a check whose answer breaks off names the last probe: %j", (how, words) => {
  expect(cutOff(how, "units", 4)).toEqual({
    ...{ stage: "units", what: "the check was cut off", where: "stage units of the check", seconds: 4, log: [] },
    cause: `the check ${words}, after the answer of probe units`,
    fix: expect.stringContaining("journalctl -b -p warning") as string,
  });
});

test("a check that cannot begin has the words of what stands in its way", () => {
  expect(notStarted(ended(1, "sudo: a password is required"), 5)).toEqual({
    ...{ stage: "sudo", where: "stage sudo", seconds: 5, what: "the login cannot become root", log: [] },
    cause: "sudo asks the login for a password: sudo: a password is required",
    fix: expect.stringContaining("NOPASSWD") as string,
  });
});

test("a login that is none has the stage of the login", () => {
  expect(notStarted(ended(1, "This account is currently not available."), 5)).toMatchObject({
    ...{ stage: "ssh", where: "stage ssh", what: "the check cannot begin" },
  });
});

test.each([
  [{}, ""],
  [{ consoleCommand: "gcloud x" }, "; its console: gcloud x"],
  [{ consoleLog: "/a b/console.log", consoleCommand: "gcloud x" }, "; its console: tail -f '/a b/console.log'"],
])("whoever waits is told how to watch the console: %j", (known, words) => {
  expect(watchConsole({ ...order, ...known })).toBe(words);
});

// the last line
