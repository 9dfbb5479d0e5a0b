// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { defaultLimits, probes } from "../../../components/health/probes";
import { type Expectations, script } from "../../../components/health/script";

const scratch = mkdtempSync(join(tmpdir(), "script-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function text(expectations: Partial<Expectations> = {}): string {
  return script({ name: "web", dockerUsers: ["rocky"], limits: defaultLimits, ...expectations });
}

/** What bash makes of some lines: the values that `show` prints. The folder in which it runs stays empty. */
function bash(lines: string, show: string): string[] {
  const shown = execFileSync("bash", ["-s"], { input: `${lines}\n${show}\n`, cwd: scratch, encoding: "utf8" });
  expect(readdirSync(scratch)).toEqual([]);
  return shown.split("\0").slice(0, -1);
}

/** The lines that stand before guest/health.sh, and what bash makes of them. */
function settings(expectations: Partial<Expectations>): string[] {
  const whole = text(expectations);
  const lines = whole.slice(0, whole.indexOf("\n#!/bin/bash\n"));
  return bash(lines, `printf '%s\\0' "$EXPECT_NAME" "$EXPECT_USERS" "$EXPECT_VERSION" "$EXPECT_TOTAL"`);
}

const hostile = [
  "$(touch injected)",
  "`touch injected`",
  "; touch injected #",
  "' ; touch injected ; '",
  '" ; touch injected ; "',
  "a\ntouch injected\n",
  "a\rtouch injected",
  "\\",
  "'",
  "''\\'''",
  "${IFS}$HOME*?~!",
  "$'\\x27'",
  "größer 🐳",
  "",
];

test.each(hostile)("the value %j reaches bash as it is, and nothing in it runs", (value) => {
  expect(settings({ name: value, dockerUsers: [value, "ci"], dockerVersion: value })).toEqual([
    value,
    `${value} ci`,
    value,
    "900",
  ]);
});

// Without NUL, which bash cannot hold.
test("any text reaches bash as it is", () => {
  const any = fc.string({ unit: "binary" }).map((all) => all.replaceAll("\0", ""));
  fc.assert(
    fc.property(any, fc.array(any), any, (name, dockerUsers, dockerVersion) => {
      expect(settings({ name, dockerUsers, dockerVersion })).toEqual([
        name,
        dockerUsers.join(" "),
        dockerVersion,
        "900",
      ]);
    }),
    { numRuns: 50 },
  );
});

test("no version expected is an empty one", () => {
  expect(settings({ dockerVersion: undefined })[2]).toBe("");
});

test("every probe is called in its order, with its limit and its hint as one word", () => {
  const limits = { ssh: 1, cloudInit: 2, dockerd: 3, container: 4, total: 5 };
  const whole = text({ limits });
  const calls = whole.slice(whole.indexOf("\nprobe install "));
  const show = `probe() { printf '%s\\0' "$#" "$@"; }; conclude() { printf 'end\\0'; }`;
  expect(bash(show, calls)).toEqual([
    ...probes({ limits, installed: false, rebooted: false }).flatMap(({ name, limit, essential, command, hint }) => [
      "5",
      name,
      `${limit}`,
      essential ? "1" : "0",
      command,
      hint,
    ]),
    "end",
  ]);
});

// Written out, as what the README and the report promise: the first essential one that fails ends the check.
const essential = [
  ...["reboot", "install", "cloud-init", "repository", "packages", "enabled", "units", "daemon", "server", "version"],
  ...["socket", "configuration", "storage", "membership", "login", "disk", "firewall", "container", "port", "smoke"],
  "restart",
];
const others = ["system", "cgroup", "members", "memory", "selinux", "clock", "dns", "outgoing"];

test("a host of ours is healthy only where each essential probe passes, and the others are advice", () => {
  const list = probes({ limits: defaultLimits, installed: true, rebooted: true });
  expect(list.filter((probe) => probe.essential).map(({ name }) => name)).toEqual(essential);
  expect(list.filter((probe) => !probe.essential).map(({ name }) => name)).toEqual(others);
});

test("on another host the packages may come from elsewhere, and without a restart nothing is asked of one", () => {
  const list = probes({ limits: defaultLimits, installed: false, rebooted: false });
  const elsewhere = ["repository", "packages", "reboot", "restart"];
  expect(list.filter((probe) => probe.essential).map(({ name }) => name)).toEqual(
    essential.filter((name) => !elsewhere.includes(name)),
  );
  expect(list.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["reboot"]));
  expect(list.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["restart"]));
});

test("what waits for the boot, the daemon or a container has the limit that the caller gave, all else its own", () => {
  const limits = { ssh: 1, cloudInit: 2, dockerd: 3, container: 4, total: 5 };
  const list = probes({ limits, installed: true, rebooted: true });
  const having = (limit: number) => list.filter((probe) => probe.limit === limit).map(({ name }) => name);
  expect(having(2)).toEqual(["reboot", "install", "cloud-init"]);
  expect(having(3)).toEqual(["units", "daemon", "server", "restart"]);
  expect(having(4)).toEqual(["container", "port", "smoke"]);
  expect([having(60), having(90)]).toEqual([["repository"], ["login"]]);
  expect(having(30)).toHaveLength(list.length - 12);
});

test("every probe has its check, and every check its probe", () => {
  const checks = [...text().matchAll(/^check_(\w+)\(\) \{/gm)].map(([, name]) => name);
  expect(checks.sort()).toEqual(
    probes({ limits: defaultLimits, installed: true, rebooted: true })
      .map(({ command }) => command.replace("check_", ""))
      .sort(),
  );
});

test("the same expectations give the same bytes", () => {
  expect(text()).toBe(text());
});
