// SPDX-License-Identifier: Apache-2.0
import type { Checked } from "../../components/health/check-host";
import type { HealthReport } from "../../components/health/report";

/** The result of the check of one host. */
export interface HostResult extends Omit<Checked, "output"> {
  /** Its name in the stack, or as the user typed it. */
  host: string;
  /** Where it is, such as `ssh://rocky@192.0.2.10`. */
  url: string;
  /** Who must be able to use Docker. */
  users: string[];
  /** Commands with which a person looks at it. */
  look: string[];
  /** How long it all took, by the clock of this computer. */
  seconds: number;
  ended: Date;
}

/** The document of `--json`: the report of docs/health-report.md, and why the host is not healthy. */
export function jsonOf({ host, report, failure }: HostResult): HealthReport & { failure?: HostResult["failure"] } {
  return { ...report, host, ...(failure && { failure }) };
}
