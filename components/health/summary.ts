// SPDX-License-Identifier: Apache-2.0
import type { HealthReport } from "./report";

/** A health report in short, for the outputs of a stack, which Pulumi prints after each update. */
export interface HealthSummary {
  /** Every essential probe passed. */
  healthy: boolean;
  /** The version of the Docker Engine. */
  dockerVersion: string;
  /** When the check ended, by the host's clock, in ISO 8601. */
  checked: string;
  /** What did not pass, by the probe's name: its status and what it saw, such as `skip: no SELinux on this host`. */
  notPassed: Record<string, string>;
}

export function summarize({ healthy, dockerVersion, finished, probes }: HealthReport): HealthSummary {
  const others = probes.filter(({ status }) => status !== "pass");
  const notPassed = Object.fromEntries(others.map(({ probe, status, detail }) => [probe, `${status}: ${detail}`]));
  return { healthy, dockerVersion, checked: finished, notPassed };
}
