// SPDX-License-Identifier: Apache-2.0
// Each fault is real, on a real (emulated) machine that was healthy a moment before, and is looked at by the script that
// `up` sends. What this does not show: SELinux, which the laboratory's guest has not.
import { probes } from "../../components/health/probes";
import { probeFailures } from "../../components/health/stages";
import { lookLines } from "../../components/health/access";
import { reportPage } from "../../components/health/report-page";
import { openPage, pictureSize } from "./browser";
import { connectionFaults } from "./connection";
import { engineFaults } from "./engine";
import { type Fault, limits } from "./fault";
import { firstBootFaults } from "./first-boot";
import { lookStack } from "./look";
import { Laboratories } from "./laboratories";
import type { Laboratory, Outcome } from "./laboratory";
import type { Setting } from "./machine";
import { useFaults } from "./use";

// What takes longest comes early, so that all machines are at work to the end.
const faults = [...connectionFaults, ...firstBootFaults, ...engineFaults, ...useFaults];
const laboratories = new Laboratories(JSON.parse(process.env.FAULTS_SETTING ?? "{}") as Setting);
let healthy: Outcome;

beforeAll(async () => {
  healthy = await laboratories.start();
}, 1_500_000);

afterAll(() => laboratories.stop(), 60_000);

test("the machine is healthy before anything is done to it", () => {
  expect(healthy.error).toBe("");
  expect(healthy.report.probes.filter(({ status }) => status === "fail" || status === "warn")).toEqual([]);
  expect(healthy.report).toMatchObject({ version: 1, host: "lab", healthy: true, stage: "" });
  expect(healthy.report.probes.find(({ probe }) => probe === "storage")?.detail).toBe("overlay2 on ext4");
  expect(healthy.report.timeline.map(({ group }) => group)).toEqual(
    expect.arrayContaining(["boot", "cloud-init", "install"]),
  );
});

test("its report is a page that a browser shows on a wide screen and on a phone, with nothing cut off", () => {
  const { report } = healthy;
  const page = reportPage(report);
  const bars = report.timeline.length + report.probes.length;
  for (const [name, width, dark] of [
    ["wide", 1200, false],
    ["phone", 390, true],
  ] as const) {
    const shown = openPage(page, width, name, dark);
    expect(shown).toMatchObject({ width, rows: report.probes.length, bars, complaints: [] });
    expect(pictureSize(name)).toEqual({ width, height: shown.height });
  }
}, 300_000);

test.concurrent.each(faults)(
  "$name",
  (fault) =>
    laboratories.use(async (laboratory) => {
      if (fault.inject !== undefined) await laboratory.run(fault.inject);
      if (fault.console !== undefined) await laboratory.consoleSays(fault.console);
      const check = () => laboratory.check(fault.expected, fault.connection);
      const outcome = await (fault.frozen ? laboratory.whileFrozen(check) : check());
      if (fault.stage === undefined) expectHealthy(fault, outcome);
      else if (fault.stage === "ssh" || fault.stage === "sudo") expectNoConnection(fault, outcome);
      else {
        expectFailure(fault, outcome);
        await expectLook(laboratory, fault.stage, outcome.error);
      }
      // Nor is a machine as it was whose sshd has refused somebody, which it remembers for some time.
      const touched = [fault.inject, fault.frozen, fault.connection].some((one) => one !== undefined);
      const undo = touched ? fault.undo : "";
      if (undo !== undefined) await laboratory.undo(undo);
    }),
  900_000,
);

test.concurrent(
  "after a failure the login user can read the diagnostics, which hold neither secrets nor user data",
  () =>
    laboratories.use(async (laboratory) => {
      await laboratory.run(
        `echo 'password=hunter2' >>/var/log/docker-host-install.log; echo '{' >/var/lib/docker-host/result.json`,
      );
      const { failure } = await laboratory.check();
      const place = await laboratory.look;
      const fetched = await place.run(
        `${lookLines("lab", lookStack)[1]} && cat lab-diagnostics/* >all && ls lab-diagnostics`,
      );
      expect(fetched.status).toBe(0);
      for (const file of files) expect(fetched.output).toContain(`${file}\n`);
      expect(fetched.output).toContain("stage install failed");
      expect(await place.run("grep -cE 'hunter2|PRIVATE KEY|#cloud-config' all || true")).toMatchObject({
        output: "0\n",
      });
      expect(failure?.diagnostics).toBe("/var/lib/docker-host/diagnostics.tar.gz");
      const listing = await laboratory.run(
        `cd "$(mktemp -d)"; stat -c '%a %U' /var/lib/docker-host/diagnostics.tar.gz
sudo -u rocky cat /var/lib/docker-host/diagnostics.tar.gz | tar -xz; ls diagnostics; cat diagnostics/* >all
grep -c hunter2 all || true; grep -c 'PRIVATE KEY' all || true; grep -c '#cloud-config' all || true`,
      );
      const [owner, ...rest] = listing.split("\n");
      expect(owner).toBe("600 rocky");
      expect(rest).toEqual([...files, "0", "0", "0"]);
    }),
  300_000,
);

const files = [
  ...["cloud-init-output.log", "cloud-init-result.json", "cloud-init-status.json", "containers.json", "disk.txt"],
  ...["dnf-rpm.log", "dnf.log", "docker-info.json", "failure.txt", "install-result.json", "install.log"],
  ...["iptables.txt", "journal-docker.txt", "journal-warnings.txt", "memory.txt", "network.txt", "probes.jsonl"],
  ...["processes.txt", "units.txt"],
];

function expectHealthy({ warns = [], shows = {} }: Fault, { report, error }: Outcome): void {
  expect(error).toBe("");
  expect(report.healthy).toBe(true);
  const warnings = report.probes.filter(({ status }) => status === "warn");
  expect(warnings.map(({ probe }) => probe)).toEqual(warns);
  for (const [name, detail] of Object.entries(shows))
    expect(report.probes.find(({ probe }) => probe === name)?.detail).toMatch(detail);
}

/** What a person gets is one screen of words. */
function expectScreen(error: string): void {
  const lines = error.split("\n");
  expect(lines.length).toBeLessThan(25);
  expect(error).not.toMatch(/\{"|hunter2/);
  expect(lines[0]).toMatch(/^✖ lab: /);
  expect(error).toMatch(/^ {2}fix: /m);
}

function expectFailure({ stage = "", cause = /./, known }: Fault, { report, failure, error }: Outcome): void {
  const hint = probes({ limits, installed: true, rebooted: false }).find(({ name }) => name === stage)?.hint;
  expect({ healthy: report.healthy, stage: report.stage }).toEqual({ healthy: false, stage });
  expect(report.probes.filter(({ status }) => status === "fail").map(({ probe }) => probe)).toEqual([stage]);
  expect(report.probes.at(-1)?.probe).toBe(stage);
  expect(report.probes.at(-1)?.detail).toMatch(cause);
  expectScreen(error);
  expect(failure).toMatchObject({ stage, diagnostics: "/var/lib/docker-host/diagnostics.tar.gz" });
  if (failure?.where === `stage ${stage} of the check`)
    expect(error).toMatch(new RegExp(`^✖ lab: ${probeFailures[stage] ?? `${stage} failed`} \\(`));
  if (known !== undefined) expect(failure?.fix).toMatch(known);
  else expect(failure?.fix).toBe(hint);
}

const looked = new Set<string>();

/**
 * Whatever is wrong with Docker, the first line that a person is given leads into the machine. The line is the same for each
 * fault, and is run once for each stage.
 */
async function expectLook(laboratory: Laboratory, stage: string, error: string): Promise<void> {
  const [shell = "", diagnostics = ""] = lookLines("lab", lookStack);
  expect(error.endsWith(`\n  look: ${shell}\n        ${diagnostics}`)).toBe(true);
  if (looked.has(stage)) return;
  looked.add(stage);
  const place = await laboratory.look;
  const entered = await place.run(`echo 'id -un' | ${shell}`);
  expect(entered.output).toMatch(/^rocky$/m);
  expect(entered.status).toBe(0);
}

function expectNoConnection({ stage = "", cause = /./ }: Fault, { report, failure, error }: Outcome): void {
  expect(report).toMatchObject({ healthy: false, probes: [] });
  expectScreen(error);
  expect(failure).toMatchObject({ stage, where: `stage ${stage}` });
  expect([failure?.cause, failure?.fix, ...(failure?.log ?? [])].join("\n")).toMatch(cause);
}
