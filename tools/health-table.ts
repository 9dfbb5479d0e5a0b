// SPDX-License-Identifier: Apache-2.0
import Table from "cli-table3";

import type { HealthReport } from "../components/health/report";

/** A health report for people. */
export function healthTable({ probes }: HealthReport): string {
  const table = new Table({
    head: ["probe", "status", "seconds", "detail"],
    // Only the detail is wrapped: a name has to be found whole, by people and by `grep`.
    colWidths: [null, null, null, 80],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { probe, status, ms, detail } of probes) table.push([probe, status, (ms / 1000).toFixed(1), detail]);
  return table.toString();
}
