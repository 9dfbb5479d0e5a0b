// SPDX-License-Identifier: Apache-2.0
import { table } from "../docs/argument-table";

/** What can be measured, in the order in which it is. */
export const parts = ["floor", "fresh", "baked", "by-hand", "health", "scale"] as const;
export type Part = (typeof parts)[number];

/** What was measured; two of them on one machine for `health`, and six for `scale`. */
export type Measure = "floor" | "fresh" | "baked" | "by-hand" | "check" | "container" | ScaleMeasure;
type Scaled = "resources" | "hosts" | "members";
type ScaleMeasure = Scaled | `${Scaled}-memory`;

/** One run, as it is kept. */
export interface Results {
  version: 1;
  /** ISO 8601. */
  taken: string;
  /** The computer, the image and the engine, in words. */
  where: string;
  /** Seconds, or MiB of memory, each time that it was done. */
  seconds: Partial<Record<Measure, number[]>>;
}

interface Row {
  measure: Measure;
  title: string;
  /** What its ratio is to. */
  of?: Measure;
  /** The ratio that is to be reached. */
  most?: number;
  /** It is no time. */
  unit?: "MiB";
}

const rows: Row[] = [
  { measure: "floor", title: "floor: cloud-init, bare dnf, unverified" },
  { measure: "fresh", title: "a host of ours, verified", of: "floor", most: 1 },
  { measure: "baked", title: "the same from a baked image, verified", of: "floor", most: 0.5 },
  { measure: "by-hand", title: "typed over SSH, with reboot, unverified", of: "floor" },
  { measure: "container", title: "one `ssh docker run` on a healthy host" },
  { measure: "check", title: "the health check of that host", of: "container", most: 3 },
  { measure: "resources", title: "preview of 100 hosts by hand, of processors" },
  { measure: "hosts", title: "the same of 100 hosts of ours", of: "resources", most: 1.3 },
  { measure: "members", title: "with a swarm of 50 of them", of: "resources", most: 1.3 },
  { measure: "resources-memory", title: "its memory by hand", unit: "MiB" },
  { measure: "hosts-memory", title: "its memory with hosts of ours", of: "resources-memory", unit: "MiB" },
  { measure: "members-memory", title: "with a swarm of 50 of them", of: "resources-memory", unit: "MiB" },
];

/** Of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("there is no median of nothing");
  return (low + high) / 2;
}

/** What was measured, with what is to be reached beside it, in 80 columns. */
export function figures({ seconds }: Results): string {
  const middle = (measure: Measure | undefined) => {
    const all = measure && seconds[measure];
    return all && median(all);
  };
  const lines = rows.flatMap(({ measure, title, of, most, unit }) => {
    const own = middle(measure);
    if (own === undefined) return [];
    const other = middle(of);
    const ratio = other === undefined ? "" : (own / other).toFixed(2);
    const value = unit === undefined ? own.toFixed(1) : `${own.toFixed(0)} ${unit}`;
    return [[title, value, ratio, most === undefined ? "" : `at most ${most}`]];
  });
  return table([["from power-on, or as it says", "seconds", "ratio", "to reach"], ...lines]);
}
