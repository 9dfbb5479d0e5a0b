// SPDX-License-Identifier: Apache-2.0
import { defaultLimits, probes } from "../../components/health/probes";
import type { HealthReport } from "../../components/health/report";
import { healthTable } from "../../tools/health-table";

test("every probe's name stands whole on one line, and a long detail is wrapped and not cut", () => {
  const detail = "of five words each ".repeat(20).trim();
  const names = probes({ limits: defaultLimits, installed: true, rebooted: true }).map(({ name }) => name);
  const rows = names.map((probe) => ({ probe, status: "pass" as const, ms: 1234, detail }));
  const table = healthTable({ probes: rows } as unknown as HealthReport);
  for (const name of names) expect(table).toContain(`│ ${name} `);
  expect(table.match(/words/g)).toHaveLength(20 * names.length);
});
