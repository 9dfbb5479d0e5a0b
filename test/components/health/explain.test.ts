// SPDX-License-Identifier: Apache-2.0
import { explain, type Hints } from "../../../components/health/explain";
import { defaultLimits, everyProbe, probes } from "../../../components/health/probes";
import { parseReport } from "../../../components/health/report";
import { settlingStages } from "../../../components/health/settlement";
import { installFailures, probeFailures } from "../../../components/health/stages";
import { installStages } from "../../cloud-init/guest/install-stages";

function explained(probe: string, detail: string, more: object[] = [], hints?: Hints) {
  const conclusion = { version: 1, host: "web", healthy: false, dockerVersion: "", stage: probe, seconds: 1 };
  const before = { probe: "system", status: "pass", ms: 1, detail: "Rocky Linux 9" };
  const lines = [
    before,
    { probe, status: "fail", ms: 1, detail },
    { ...conclusion, bootId: "b", finished: "" },
    ...more,
  ];
  const output = lines.map((line) => JSON.stringify(line)).join("\n");
  return explain(parseReport(output), output, 4, hints);
}

const noSpace = "dockerd: failed to start daemon: mkdir /var/lib/docker: no space left on device";
const zfs = "dockerd: failed to start daemon: driver not supported: zfs";
const starting = "systemd: Starting docker.service - Docker Application Container Engine...";

test("every probe, and every stage of the installation, says in plain words what its failure means", () => {
  const choice = { installed: true, rebooted: true, settles: settlingStages, asksRegistries: true };
  const all = probes({ limits: defaultLimits, ...choice });
  expect(everyProbe()).toEqual(all);
  expect(Object.keys(probeFailures).sort()).toEqual(all.map(({ name }) => name).sort());
  expect(Object.keys(installFailures).sort()).toEqual(installStages().sort());
});

test("of a probe that sees only a symptom, the log has the cause", () => {
  expect(explained("units", "docker is failed", [{ log: [noSpace] }])).toMatchObject({
    ...{ what: "Docker does not run", where: "stage units of the check", cause: noSpace, log: [] },
    fix: "free space on the host, or give the machine a larger disk",
  });
});

test("what the log only warns of is no cause", () => {
  const warning = 'dockerd: level=warning msg="iptables not found"';
  expect(explained("units", "docker is inactive", [{ log: [warning] }])).toMatchObject({
    ...{ cause: "docker is inactive", log: [warning] },
  });
});

const stopped = ["systemd: Started docker.service.", "systemd: docker.service: Deactivated successfully."];

test.each([
  ["another start has failed since", [noSpace, starting, zfs], zfs],
  ["it is only just started again", [starting, noSpace, starting, zfs, starting], zfs],
  ["a line only quotes systemd", [noSpace, `dockerd: ${starting}`, ...stopped], noSpace],
  ["it was started well since, and stopped", [starting, noSpace, starting, ...stopped], "docker is inactive"],
])("of several starts the last one that says anything has the cause, where %s", (_how, log, cause) => {
  expect(explained("units", "docker is inactive", [{ log }]).cause).toBe(cause);
});

test("of any other probe, what it has seen is the cause, whatever the log says", () => {
  expect(explained("container", "no such image", [{ log: [noSpace] }])).toMatchObject({ cause: "no such image" });
  expect(explained("storage", "vfs", [{ log: [noSpace] }]).fix).toMatch(/^Docker needs overlay2/);
});

test("of a probe of the caller's own, its hint is all that can be said", () => {
  const failure = explained("web", noSpace, [], { web: "look at web" });
  expect(failure).toMatchObject({ what: "web failed", cause: noSpace, fix: "look at web" });
});

test("a probe that nobody knows, and that has said nothing, has no cause and no fix", () => {
  const output = JSON.stringify({ probe: "units", status: "pass", ms: 1, detail: "d" });
  expect(explain({ ...parseReport(output), stage: "new" }, output, 1)).toMatchObject({ cause: "", fix: "" });
});

test("of a registry, and of packages, what is known of these is the cause", () => {
  expect(explained("registry", "r.example, for ci: toomanyrequests").fix).toMatch(/^the registry counts requests/);
  for (const stage of ["repository", "packages"])
    expect(explained(stage, "curl: (28) x").fix).toMatch(/^the machine has no way out/);
});

test("diagnostics of the host go with the failure, where there are any", () => {
  expect(explained("units", "d", [{ diagnostics: "all of it" }]).diagnostics).toBe("all of it");
  expect(explained("units", "d")).not.toHaveProperty("diagnostics");
});

test("of a log, the last hundred lines count", () => {
  const rest = (count: number) => Array.from({ length: count }, (_, i) => `a: ${i}`);
  expect(explained("units", "d", [{ log: [noSpace, ...rest(99)] }]).cause).toBe(noSpace);
  expect(explained("units", "d", [{ log: [noSpace, ...rest(100)] }]).cause).toBe("d");
});

test.each([
  ["another probe", "container", "stage users: no"],
  ["words before it", "install", "no stage users: no"],
  ["words behind it", "install", "no answer: the install script is at stage packages, or so"],
])("only the installation's own words name a stage of it, and not those of %s", (_whose, stage, detail) => {
  expect(explained(stage, detail)).toMatchObject({ where: `stage ${stage} of the check`, cause: detail });
});

test("a failed installation is told by its own stage", () => {
  expect(explained("install", "stage users: dockerUsers names ghost, who does not exist")).toMatchObject({
    ...{ stage: "install", what: "a user cannot be put into group docker", where: "stage users of the installation" },
    fix: "declare ghost in users, or remove it from dockerUsers",
  });
  expect(explained("install", "stage bootcmd: what nobody knows")).toMatchObject({
    ...{ what: "the installation did not end well", where: "stage bootcmd of the installation" },
    cause: "what nobody knows",
  });
  expect(explained("install", "no answer within 600 s: the install script is at stage packages")).toMatchObject({
    ...{ what: "Docker's packages cannot be installed", where: "stage packages of the installation" },
    fix: expect.stringContaining("raise the limit cloudInit") as string,
  });
  expect(explained("install", "result file is cut off")).toMatchObject({
    ...{ where: "stage install of the check", cause: "result file is cut off" },
  });
});

test("an option of the machine that brings a package is told by what dnf says", () => {
  const message = "securityUpdates: dnf cannot install dnf-automatic: Error: Unable to find a match: dnf-automatic";
  expect(explained("install", `stage options: ${message}`)).toMatchObject({
    ...{ where: "stage options of the installation", cause: message },
    fix: expect.stringMatching(/^no repository of the machine has dnf-automatic: /) as string,
  });
  expect(explained("install", "stage options: /etc/sysctl.d: Read-only file system").fix).toMatch(/^the kernel turns/);
});

test.each([
  ["what dnf says while it goes on", ["a: begins", "Error: no", "Installing:", "Error: no"], ["Error: no"]],
  ["nothing of trouble", ["1", "2", "3", "4", "5", "6"], ["2", "3", "4", "5", "6"]],
  [
    "more than a screen",
    Array.from({ length: 40 }, (_, i) => `error ${i}`),
    Array.from({ length: 12 }, (_, i) => `error ${28 + i}`),
  ],
  [
    "systemd's words for each failed unit",
    [
      "systemd: docker.service: Failed with result 'exit-code'.",
      zfs.replace("zfs", "x"),
      "systemd: Stopped docker.service",
    ],
    [],
  ],
])("of a log with %s, a person sees what helps", (_what, log, shown) => {
  expect(explained("install", "stage start: driver not supported: x", [{ log }]).log).toEqual(shown);
});

test.each([
  '{"probe":{"log":1},"log":["error"]}',
  '{"log":bad}',
  '{"log":"x"}',
  '{"log":null}',
  '{"log":[1,{}]}',
  '{"diagnostics":7}',
])("a line of a host that means no good says nothing: %s", (line) => {
  const output = `{"probe":"units","status":"fail","ms":1,"detail":"d"}\n${line}`;
  const failure = explain({ ...parseReport(output), stage: "units" }, output, 1);
  expect([failure.cause, failure.log, failure.diagnostics]).toEqual(["d", [], undefined]);
});

test("lines that break off or are not the script's own are passed over", () => {
  const output = `{"probe":"units","status":"fail","ms":1,"detail":"d"}\n{"log":["cut`;
  expect(explain({ ...parseReport(output), stage: "units" }, output, 1)).toMatchObject({ cause: "d", log: [] });
});
