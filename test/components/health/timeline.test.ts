// SPDX-License-Identifier: Apache-2.0
import type { HealthReport, ProbeResult, TimelineEntry } from "../../../components/health/report";
import { axes } from "../../../components/health/timeline";

const empty: HealthReport = {
  ...{ version: 1, host: "web", healthy: true, dockerVersion: "29.9.0", stage: "", seconds: 0, bootId: "b" },
  ...{ finished: "", probes: [], timeline: [] },
};
const entry = (group: string, name: string, start: number, seconds: number): TimelineEntry => ({
  group,
  name,
  start,
  seconds,
});

test("a first boot and its check share one axis, in the order of time", () => {
  const [axis, ...others] = axes({
    ...empty,
    seconds: 30,
    finished: "2026-11-24T12:02:00Z",
    probes: [
      { probe: "install", status: "pass", ms: 20_000, detail: "" },
      { probe: "units", status: "pass", ms: 5_000, detail: "" },
    ],
    timeline: [
      entry("install", "packages", Date.parse("2026-11-24T12:01:00Z") / 1000, 40),
      entry("boot", "kernel and systemd", Date.parse("2026-11-24T12:00:00Z") / 1000, 10),
    ],
  });
  expect(others).toEqual([]);
  expect(axis?.groups.map(({ name, entries }) => [name, entries.map((e) => e.name)])).toEqual([
    ["boot", ["kernel and systemd"]],
    ["install", ["packages"]],
    ["health check", ["install", "units"]],
  ]);
  expect(axis?.seconds).toBe(115);
  expect(axis?.ticks).toEqual([0, 30, 60, 90]);
});

test("a check a week after the boot has an axis of its own", () => {
  const timeline = [
    entry("boot", "kernel", 0, 10),
    entry("cloud-init", "init", 600, 10),
    entry("install", "packages", 700_000, 5),
  ];
  expect(axes({ ...empty, timeline }).map(({ start, groups }) => [start, groups.map(({ name }) => name)])).toEqual([
    [0, ["boot", "cloud-init"]],
    [700_000, ["install"]],
  ]);
});

test("groups stand as one leads to the next, though the check waits from early on for what the others do", () => {
  const report = { ...empty, finished: "1970-01-01T00:02:00Z", seconds: 100 };
  const [axis] = axes({
    ...report,
    probes: [{ probe: "install", status: "pass", ms: 100_000, detail: "" }],
    timeline: [
      entry("install", "packages", 60, 40),
      entry("cloud-init", "init", 15, 5),
      entry("boot", "kernel", 0, 10),
    ],
  });
  expect(axis?.groups.map(({ name }) => name)).toEqual(["boot", "cloud-init", "install", "health check"]);
  expect(axis?.groups.at(-1)?.entries[0]?.start).toBe(20);
});

test("what comes within a quarter of an hour after the last end is on the same axis, in whatever order it is told", () => {
  const starts = (...timeline: TimelineEntry[]) => axes({ ...empty, timeline }).map(({ start }) => start);
  expect(starts(entry("install", "packages", 910, 5), entry("boot", "kernel", 0, 10))).toEqual([0]);
  expect(starts(entry("install", "packages", 911, 5), entry("boot", "kernel", 0, 10))).toEqual([0, 911]);
  const middle = entry("cloud-init", "init", 600, 400);
  expect(starts(entry("install", "packages", 1800, 5), middle, entry("boot", "kernel", 0, 10))).toEqual([0]);
});

test("probes that took longer than the check says begin so much earlier", () => {
  const probes = [5, 20].map((seconds, i): ProbeResult => ({
    probe: `p${i}`,
    status: "pass",
    ms: seconds * 1000,
    detail: "",
  }));
  const [axis] = axes({ ...empty, finished: "1970-01-01T01:00:00Z", probes });
  expect([axis?.start, axis?.seconds]).toEqual([3575, 25]);
});

test("a report that was cut off has no probes on the axis, because nobody knows when they ran", () => {
  expect(axes({ ...empty, probes: [{ probe: "install", status: "pass", ms: 5, detail: "" }] })).toEqual([]);
});

test.each([
  [7, [0, 1, 2, 3, 4, 5, 6, 7]],
  [8, [0, 2, 4, 6, 8]],
  [800_000, [0, 115_200, 230_400, 345_600, 460_800, 576_000, 691_200]],
])("an axis of %d s has its marks at round numbers", (seconds, ticks) => {
  expect(axes({ ...empty, timeline: [entry("boot", "kernel", 1000, seconds)] })[0]?.ticks).toEqual(ticks);
});

test("an axis has at most eight marks, however long it is", () => {
  for (const seconds of [0.5, 1, 8, 100, 899, 40_000, 800_000]) {
    const [axis] = axes({ ...empty, timeline: [entry("boot", "kernel", 1000, seconds)] });
    expect(axis?.ticks.length).toBeLessThanOrEqual(8);
    expect(axis?.ticks[0]).toBe(0);
  }
});
