// SPDX-License-Identifier: Apache-2.0
import type { HealthReport, TimelineEntry } from "./report";

/** Entries that belong on one axis. */
export interface Axis {
  /** Seconds since 1970 at the left end. */
  start: number;
  seconds: number;
  groups: { name: string; entries: TimelineEntry[] }[];
  /** Seconds from the left end, at round numbers. */
  ticks: number[];
}

/** After a gap of more seconds than this, a new axis begins: for a check that ran a week after the boot, say. */
const gap = 15 * 60;
/** In the order in which one leads to the next. The check begins early, and waits for the others. */
const order = ["boot", "cloud-init", "install", "health check"];
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];

/** First boot, install script and probes in the order of time, on as few axes as keep them readable. */
export function axes(report: HealthReport): Axis[] {
  const groups = new Map<string, TimelineEntry[]>();
  for (const entry of [...report.timeline, ...probeEntries(report)]) {
    groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  }
  const ordered = [...groups].map(([name, entries]) => ({ name, entries, ...extent(entries) }));
  ordered.sort((a, b) => a.start - b.start);
  const clusters: (typeof ordered)[] = [];
  for (const group of ordered) {
    const last = clusters.at(-1);
    if (last && group.start - Math.max(...last.map(({ end }) => end)) <= gap) last.push(group);
    else clusters.push([group]);
  }
  return clusters.map((cluster) => {
    const { start, end } = extent(cluster.flatMap(({ entries }) => entries));
    const seconds = Math.max(end - start, 1);
    const named = cluster.map(({ name, entries }) => ({ name, entries }));
    named.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    return { start, seconds, groups: named, ticks: ticks(seconds) };
  });
}

/** The probes ran one after another and ended when the check did. */
function probeEntries({ probes, seconds, finished }: HealthReport): TimelineEntry[] {
  const end = Date.parse(finished) / 1000;
  if (Number.isNaN(end)) return [];
  let start =
    end -
    Math.max(
      seconds,
      probes.reduce((sum, { ms }) => sum + ms / 1000, 0),
    );
  return probes.map(({ probe, ms }) => {
    const entry = { group: "health check", name: probe, start, seconds: ms / 1000 };
    start += ms / 1000;
    return entry;
  });
}

function extent(entries: TimelineEntry[]): { start: number; end: number } {
  const start = Math.min(...entries.map((entry) => entry.start));
  const end = Math.max(...entries.map((entry) => entry.start + entry.seconds));
  return { start, end };
}

function ticks(seconds: number): number[] {
  const step = steps.find((candidate) => seconds / candidate <= 7) ?? Math.ceil(seconds / 7 / 3600) * 3600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step);
}
