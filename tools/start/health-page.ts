// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { HealthReport } from "../../components/health/report";
import { reportPage } from "../../components/health/report-page";
import { local, root } from "../shared/places";

/** Writes the report as a page for a browser and returns where it lies, from the clone. */
export function writeHealthPage(report: HealthReport): string {
  const file = join(local, "health.html");
  mkdirSync(local, { recursive: true });
  writeFileSync(file, reportPage(report));
  return relative(root, file);
}
