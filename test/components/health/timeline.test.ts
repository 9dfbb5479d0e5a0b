// SPDX-License-Identifier: Apache-2.0
import type { HealthReport, TimelineEntry } from "../../../components/health/report";
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

test("a report that was cut off has no probes on the axis, because nobody knows when they ran", () => {
  expect(axes({ ...empty, probes: [{ probe: "install", status: "pass", ms: 5, detail: "" }] })).toEqual([]);
});

test("an axis has at most eight marks, however long it is", () => {
  for (const seconds of [0.5, 1, 8, 100, 899, 40_000, 800_000]) {
    const [axis] = axes({ ...empty, timeline: [entry("boot", "kernel", 1000, seconds)] });
    expect(axis?.ticks.length).toBeLessThanOrEqual(8);
    expect(axis?.ticks[0]).toBe(0);
  }
});
