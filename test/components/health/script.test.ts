// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { defaultLimits, probes } from "../../../components/health/probes";
import { type Expectations, restartScript, script } from "../../../components/health/script";
import { registryProgram, type Settlement, settlingStages } from "../../../components/health/settlement";

const scratch = mkdtempSync(join(tmpdir(), "script-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function text(expectations: Partial<Expectations> = {}, settles?: Settlement): string {
  return script({ name: "web", dockerUsers: ["rocky"], limits: defaultLimits, ...expectations }, settles);
}

/** What bash makes of some lines: the values that `show` prints. The folder in which it runs stays empty. */
function bash(lines: string, show: string): string[] {
  const shown = execFileSync("bash", ["-s"], { input: `${lines}\n${show}\n`, cwd: scratch, encoding: "utf8" });
  expect(readdirSync(scratch)).toEqual([]);
  return shown.split("\0").slice(0, -1);
}

/** What bash makes of the lines that stand before guest/health.sh: the values of some variables. */
function variables(expectations: Partial<Expectations>, names: string[]): string[] {
  const whole = text(expectations);
  const lines = whole.slice(0, whole.indexOf("\n#!/bin/bash\n"));
  return bash(lines, names.map((name) => `printf '%s\\0' "$${name}"`).join("\n"));
}

function settings(expectations: Partial<Expectations>): string[] {
  return variables(expectations, ["EXPECT_NAME", "EXPECT_USERS", "EXPECT_VERSION", "EXPECT_TOTAL"]);
}

const settlement: Settlement = {
  access: { login: { name: "rocky", ownKey: "", keys: [] }, users: [], dockerUsers: [] },
};

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

test("what is not asked for is left empty or off", () => {
  const names = ["INSTALLED", "STRICT", "INFO", "DAEMON_JSON", "SMOKE_IMAGE", "OLD_BOOT"];
  const having = (expectations: Partial<Expectations>) =>
    variables(
      expectations,
      names.map((name) => `EXPECT_${name}`),
    );
  expect(having({})).toEqual(["0", "0", "", "unknown", "", ""]);
  expect(
    having({
      ...{ installed: true, strict: true, logDriver: "local", liveRestore: true, daemonConfig: {} },
      ...{ smokeImage: "hello-world", oldBoot: "b-1" },
    }),
  ).toEqual([
    ...["1", "1", "{{.LoggingDriver}}|is|log-driver|local\n{{.LiveRestoreEnabled}}|is|live-restore|true\n"],
    ...["", "hello-world", "b-1"],
  ]);
});

test("each program of Python comes along", () => {
  const files = ["daemon_json", "first_boot", "image", "info", "network"];
  const found = variables(
    {},
    files.map((file) => `${file.toUpperCase()}_PY`),
  );
  const guest = join(__dirname, "../../../components/health/guest");
  expect(found).toEqual(files.map((file) => readFileSync(join(guest, `${file}.py`), "utf8")));
});

test("the script that restarts the machine has the same checks and runs none of them", () => {
  const restart = restartScript({ name: "web", dockerUsers: [], limits: defaultLimits });
  expect(restart).toMatch(/\nrestart_machine\n$/);
  expect(restart).toContain("\ncheck_units() {");
  expect(restart).not.toMatch(/^(probe|conclude)\b(?!\(\))/m);
});

test("after a restart the new boot is asked for first, and the containers last", () => {
  const calls = [...text({ oldBoot: "b-1" }).matchAll(/^probe ([a-z-]+) /gm)].map(([, name]) => name);
  expect([calls[0], calls.at(-1)]).toEqual(["reboot", "restart"]);
});

test("every probe is called in its order, with its limit, its place among all and what it waits for", () => {
  const limits = { ssh: 1, cloudInit: 2, dockerd: 3, container: 4, total: 5 };
  const whole = text({ limits });
  const calls = whole.slice(whole.indexOf("\nprobe install "));
  const show = `probe() { printf '%s\\0' "$#" "$@"; }; ahead() { :; }; conclude() { printf 'end\\0'; }`;
  const all = probes({ limits, installed: false, rebooted: false });
  expect(bash(show, calls)).toEqual([
    ...all.flatMap(({ name, limit, essential, command, waits = "" }, i) => [
      "6",
      name,
      `${limit}`,
      essential ? "1" : "0",
      command,
      `${i + 1} of ${all.length}`,
      waits,
    ]),
    "end",
  ]);
});

test("what takes long begins ahead of its probe, beside those that follow another one", () => {
  const whole = text({ limits: { ...defaultLimits, container: 4 } });
  expect([...whole.matchAll(/^probe (\S+) .*\nahead (.*)$/gm)].map(([, after, what]) => [after, what])).toEqual([
    ["install", "network host_network 4"],
    ["daemon", "container check_container 4"],
  ]);
});

test("registries are asked where there are any, by a program that comes along", () => {
  const registries = ["a.example", "b.example:5000"];
  expect(variables({ registries }, ["EXPECT_REGISTRIES", "REGISTRY_PY"])).toEqual([
    "a.example b.example:5000",
    registryProgram(),
  ]);
  expect(text({ registries })).toMatch(/^probe registry /m);
  expect(text()).not.toMatch(/^probe registry |^export (EXPECT_REGISTRIES|REGISTRY_PY)=/m);
});

test("a host that is to have no secrets any more loses those that it was given, right after its access is settled", () => {
  const registries = [{ host: "a.example", key: "a.example", username: "me", password: "p", users: ["rocky"] }];
  const away = /^! \[\[ -e \S+secrets\.json \]\] \|\| probe secrets 120 1 check_secrets "what is there no more" .*$/m;
  const lines = text({}, settlement).split("\n");
  expect(lines[lines.findIndex((line) => line.startsWith("probe access ")) + 1]).toMatch(away);
  expect(lines.filter((line) => away.test(line))).toHaveLength(1);
  expect(text({}, { ...settlement, secrets: { files: [], registries } })).not.toMatch(away);
  expect(text()).not.toMatch(away);
});

// Written out, as what the README and the report promise: the first essential one that fails ends the check.
const essential = [
  ...["reboot", "install", "cloud-init", "repository", "packages", "enabled", "units", "daemon", "server", "version"],
  ...["socket", "configuration", "storage", "membership", "login", "disk", "firewall", "container", "logs", "port"],
  ...["smoke", "restart"],
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
  expect(having(4)).toEqual(["container", "logs", "port", "smoke"]);
  expect([having(60), having(90)]).toEqual([["repository"], ["login"]]);
  expect(having(30)).toHaveLength(list.length - 13);
});

test("every probe has its check, and every check its probe", () => {
  const checks = [...text({}, settlement).matchAll(/^check_(\w+)\(\) \{/gm)].map(([, name]) => name);
  expect(checks.sort()).toEqual(
    probes({ limits: defaultLimits, installed: true, rebooted: true, settles: settlingStages, asksRegistries: true })
      .map(({ command }) => command.replace("check_", ""))
      .sort(),
  );
});

describe("what is to be made true on the host", () => {
  const all = { limits: defaultLimits, installed: true, rebooted: false };
  const namesOf = (settles?: string[]) => probes({ ...all, ...(settles && { settles }) }).map(({ name }) => name);

  test("is settled right after the first boot, and never by a check that only looks", () => {
    const looking = namesOf();
    expect(looking).not.toEqual(expect.arrayContaining(["access"]));
    expect(text()).not.toMatch(/^SETTLEMENT=|\b(check|probe|first)_? ?access\b|ACCESS_PY/m);
    expect(text()).toMatch(/^export -f .*\nprobe install /m);
    const settling = namesOf(["access"]);
    expect(settling.filter((name) => name !== "access")).toEqual(looking);
    expect(settling.indexOf("access")).toBe(settling.indexOf("cloud-init") + 1);
    const { essential: counts, waits } =
      probes({ ...all, settles: ["access"] }).find(({ name }) => name === "access") ?? {};
    expect([counts, waits]).toEqual([true, expect.stringContaining("useradd")]);
  });

  test.each(hostile)("reaches its program as it is, with %j in it, and stands in no environment", (value) => {
    const login = { name: value, ownKey: value, keys: [value] };
    const settled = { access: { login, users: [], dockerUsers: [value] } };
    const whole = text({}, settled);
    // Without the call that writes to the machine.
    const lines = whole.slice(whole.indexOf("\nSETTLEMENT="), whole.indexOf("\nfirst_access\n"));
    const asked = `python() { printf '%s\\0' "$1" "$(cat)" "$(env | grep -c '^SETTLEMENT\\|_PY=')"; }; check_access`;
    const [option, order, exported] = bash(lines, asked);
    expect([option, exported]).toEqual(["-c", "0"]);
    expect(JSON.parse(order ?? "")).toEqual(settled);
  });
});

test("the same expectations give the same bytes", () => {
  expect(text()).toBe(text());
});
