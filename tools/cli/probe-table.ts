// SPDX-License-Identifier: Apache-2.0
import type { HealthReport } from "../../components/health/report";
import { wrap } from "../../components/health/wrap";

const gap = "  ";
/** A detail gets no less than this, however narrow the terminal. */
const least = 16;

/** Every row of a report. Only what was seen is wrapped: a name has to be found whole, by people and by `grep`. */
export function probeTable({ probes }: HealthReport, width: number): string {
  const rows = probes.map(({ probe, status, ms, detail }) => [probe, status, `${(ms / 1000).toFixed(1)} s`, detail]);
  const all = [["probe", "status", "time", "what was seen"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const room = widths.reduce((left, one) => left - one - gap.length, width);
  return all
    .flatMap(([probe = "", status = "", time = "", detail = ""]) =>
      wrap(detail, Math.max(room, least)).map((part, i) => {
        const cells = i === 0 ? [probe, status, time] : ["", "", ""];
        const [name = "", state = "", seconds = ""] = cells.map((cell, at) =>
          at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        );
        return [name, state, seconds, part].join(gap).trimEnd();
      }),
    )
    .join("\n");
}
