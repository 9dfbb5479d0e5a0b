// SPDX-License-Identifier: Apache-2.0
// Probes of the caller's own, as the check runs them on a host.
import { execFileSync } from "node:child_process";

import fc from "fast-check";

import { checkOrder } from "../../../components/health/access";
import { failureScreen } from "../../../components/health/failure-screen";
import { explain } from "../../../components/health/explain";
import { type OwnProbe, ownFunctions, ownRows } from "../../../components/health/own-probes";
import { defaultLimits, probes } from "../../../components/health/probes";
import { parseReport } from "../../../components/health/report";
import { check, type Differences, until } from "./scratch-host";

const hint = "start the agent";
const probe = (command: string, more: Partial<OwnProbe> = {}): OwnProbe => ({ name: "agent", command, hint, ...more });
const checked = (own: OwnProbe[], more: Differences = {}) =>
  check({ ...more, expected: { probes: own, ...more.expected } });

test("a host with every argument runs the caller's probes in their order, after ours", () => {
  const { code, statuses, details, stderr } = checked([
    probe("echo active; echo; echo 'since 3 days'"),
    probe("true", { name: "quiet-one" }),
    probe("echo gone; false", { name: "backup", essential: false }),
  ]);
  expect({ code, statuses }).toEqual({
    code: 0,
    statuses: until("smoke", { agent: "pass", "quiet-one": "pass", backup: "warn" }),
  });
  expect(Object.keys(statuses).slice(-4)).toEqual(["smoke", "agent", "quiet-one", "backup"]);
  expect(details).toMatchObject({
    agent: "since 3 days",
    "quiet-one": "ended with status 0, without a word",
    backup: "gone",
  });
  expect(stderr).toContain("checking: 29 of 31, agent: at most 30 s for its command, which is your own\n");
});

test.each([1, 10, 11, 124, 255])("a command that ends with %i has failed, and ends the check", (status) => {
  const { code, report, details, failure, log } = checked([
    probe(`echo 'the agent is away' >&2; exit ${status}`),
    probe("true", { name: "later" }),
  ]);
  expect([code, report.stage, Object.keys(details).at(-1)]).toEqual([1, "agent", "agent"]);
  expect(details.agent).toBe("the agent is away");
  expect(failure).toMatchObject({ stage: "agent", what: "agent failed", where: "stage agent of the check" });
  expect(log).toEqual([]);
});

test("its command has no input and none of our functions and settings, and may be of many lines", () => {
  const { details } = checked([
    probe(`cat\nset -- "$(type -t short)" "$\{EXPECT_NAME-}" "$USER" "$0"\n# a comment\nprintf '<%s>' "$@"\n`),
  ]);
  expect(details.agent).toBe("<><><root><bash>");
});

test("with a user it runs in a new login of that user", () => {
  expect(checked([probe("echo $LOGNAME", { user: "ci" })]).details.agent).toBe("ci");
  const { report, details } = checked([probe("echo $LOGNAME", { user: "bob" })]);
  expect([report.stage, details.agent]).toEqual(["agent", "runuser: user bob does not exist"]);
});

test("one of a user that takes longer is ended, and its own words are kept, not those of runuser", () => {
  const slow = probe("echo begun; sleep 615.5", { user: "ci", limitSeconds: 1 });
  expect(checked([slow]).details.agent).toBe("no answer within 1 s: begun");
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toMatch(/sleep 615\.5/);
});

test("one that takes longer than its limit is ended with all that it has started, and its last words are kept", () => {
  const { report, details } = checked([
    probe(`echo waiting; (trap '' TERM; sleep 613.5) & sleep 614.5`, { limitSeconds: 1 }),
  ]);
  expect([report.stage, details.agent]).toEqual(["agent", "no answer within 1 s: waiting"]);
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toMatch(/sleep 61[34]\.5/);
});

test("the limit for the whole check counts as well", () => {
  const { stderr } = checked([probe("true")], { expected: { limits: { total: 20 } } });
  const [, seconds] = /agent: at most (\d+) s/.exec(stderr) ?? [];
  expect(Number(seconds)).toBeLessThanOrEqual(20);
});

test("of a secret command nothing is shown, neither what it says nor how it is written", () => {
  const secret = "hunter2-xyzzy";
  for (const end of ["exit 3", "fi", `sleep 60; echo ${secret}`]) {
    const { stdout, stderr, details, report } = checked([
      probe(`echo ${secret}; ${end}`, { quiet: true, limitSeconds: 2 }),
    ]);
    expect(report.stage).toBe("agent");
    expect(details.agent).toMatch(
      end.startsWith("sleep")
        ? /^no answer within 2 s$/
        : /^ended with status \d; what it says is not shown, because its command is a secret$/,
    );
    expect(stdout + stderr).not.toContain(secret);
  }
});

test("while it runs, its command stands in no argument and no variable of a process", () => {
  const marked = `: a-mark-of-its-own; for all in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\0' ' ' <$all 2>/dev/null; done | grep -c 'mark-[o]f-its'`;
  expect(checked([probe(`${marked}; true`)]).details.agent).toBe("0");
});

test("after a restart they run again, before the container that has to come back", () => {
  const all = probes({ limits: defaultLimits, installed: true, rebooted: true, own: [probe("true")] });
  expect(all.map(({ name }) => name).slice(-3)).toEqual(["smoke", "agent", "restart"]);
});

test("where nothing is said of it, it is essential and has half a minute", () => {
  expect(ownRows([probe("true")])).toEqual([
    expect.objectContaining({ name: "agent", essential: true, limit: 30, hint }) as object,
  ]);
  expect(ownRows([probe("true", { essential: false, limitSeconds: 5 })])[0]).toMatchObject({
    essential: false,
    limit: 5,
  });
});

test("what to do is what the caller says, even where we know a cause of such words", () => {
  const expected = { name: "web", dockerUsers: [], limits: defaultLimits, probes: [probe("df")] };
  const { hints } = checkOrder({ host: "web", connection: { host: "192.0.2.1" }, expected });
  const lines = [
    { probe: "agent", status: "fail", ms: 1, detail: "mkdir /data: no space left on device" },
    {
      version: 1,
      host: "web",
      healthy: false,
      dockerVersion: "",
      stage: "agent",
      seconds: 1,
      bootId: "",
      finished: "",
    },
  ];
  const output = lines.map((line) => JSON.stringify(line)).join("\n");
  expect(failureScreen("web", explain(parseReport(output), output, 4, hints))).toBe(
    "✖ web: agent failed (stage agent of the check, after 4 s)\n  mkdir /data: no space left on device\n  fix: start the agent",
  );
});

// Without NUL, which bash cannot hold.
test("any command, and any user, reaches bash as it is", () => {
  const any = fc.string({ unit: "binary" }).map((all) => all.replaceAll("\0", ""));
  fc.assert(
    fc.property(any, any, (command, user) => {
      const lines = [
        `own_probe() { printf '%s\\0' "$@"; }`,
        ...ownFunctions([probe(command, { user }), probe(command, { quiet: true })]),
        "own_probe_1; own_probe_2",
      ];
      const shown = execFileSync("bash", ["-s"], { input: lines.join("\n"), encoding: "utf8" });
      expect(shown.split("\0").slice(0, -1)).toEqual([user, "0", command, "", "1", command]);
    }),
    { numRuns: 50 },
  );
});
