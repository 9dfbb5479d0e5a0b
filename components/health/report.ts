// SPDX-License-Identifier: Apache-2.0

export const statuses = ["pass", "warn", "fail", "skip"] as const;
export type Status = (typeof statuses)[number];

/** What one probe saw. */
export interface ProbeResult {
  probe: string;
  /** One of `pass`, `warn`, `fail`, `skip`. */
  status: string;
  /** How long it took, in milliseconds. */
  ms: number;
  detail: string;
}

/** What a health check found. */
export interface HealthReport {
  /** Every essential probe passed. */
  healthy: boolean;
  /** The server's version, empty where the server never answered. */
  dockerVersion: string;
  /** How long the whole check took. */
  seconds: number;
  probes: ProbeResult[];
}

/**
 * Reads what guest/health.sh printed. Lines that are not its own (a login banner, say) are passed over, and so is all
 * that stands after the closing line, which is for people and quotes logs. A text without that line, cut off half way,
 * is never healthy.
 */
export function parseReport(output: string): HealthReport {
  const report: HealthReport = { healthy: false, dockerVersion: "", seconds: 0, probes: [] };
  for (const line of output.split("\n")) {
    const value = parseLine(line);
    if (isProbeResult(value))
      report.probes.push({ probe: value.probe, status: value.status, ms: value.ms, detail: value.detail });
    if (isConclusion(value)) {
      const { healthy, dockerVersion, seconds } = value;
      return { ...report, healthy: healthy && report.probes.length > 0, dockerVersion, seconds };
    }
  }
  return report;
}

function parseLine(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isProbeResult(value: unknown): value is ProbeResult {
  return (
    has(value, "probe", "string") &&
    has(value, "ms", "number") &&
    has(value, "detail", "string") &&
    has(value, "status", "string") &&
    statuses.some((status) => status === value.status)
  );
}

function isConclusion(value: unknown): value is Pick<HealthReport, "healthy" | "dockerVersion" | "seconds"> {
  return has(value, "healthy", "boolean") && has(value, "dockerVersion", "string") && has(value, "seconds", "number");
}

interface Types {
  string: string;
  number: number;
  boolean: boolean;
}

function has<K extends string, T extends keyof Types>(value: unknown, key: K, type: T): value is Record<K, Types[T]> {
  return (
    typeof value === "object" &&
    value !== null &&
    key in value &&
    typeof (value as Record<string, unknown>)[key] === type
  );
}
