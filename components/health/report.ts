// SPDX-License-Identifier: Apache-2.0

/** How a probe ended. Pulumi makes an enum for other languages of it. */
export const ProbeStatus = { Pass: "pass", Warn: "warn", Fail: "fail", Skip: "skip" } as const;
export type ProbeStatus = (typeof ProbeStatus)[keyof typeof ProbeStatus];
export const statuses = Object.values(ProbeStatus);

/** What one probe saw. */
export interface ProbeResult {
  probe: string;
  /** How it ended. */
  status: ProbeStatus;
  /** How long it took, in milliseconds. */
  ms: number;
  detail: string;
}

/** One stage of the first boot or of the install script. */
export interface TimelineEntry {
  /** One of `boot`, `cloud-init`, `install`. */
  group: string;
  name: string;
  /** Seconds since 1970. */
  start: number;
  seconds: number;
}

/** What a health check found. Its JSON form is documented in docs/health-report.md. */
export interface HealthReport {
  /** Of this form; a change that breaks readers makes it 2. */
  version: number;
  /** The host's name. */
  host: string;
  /** Every essential probe passed. */
  healthy: boolean;
  /** The server's version, empty where the server never answered. */
  dockerVersion: string;
  /** The probe that failed, empty where none did. */
  stage: string;
  /** How long the whole check took. */
  seconds: number;
  /** The kernel's id of the boot that was looked at. */
  bootId: string;
  /** When the check ended, by the host's clock, in ISO 8601; empty where it was cut off. */
  finished: string;
  probes: ProbeResult[];
  timeline: TimelineEntry[];
  /** The baked image that the host was made from; absent where it was none. */
  image?: ImageUse;
}

/** A host made from a baked image. */
export interface ImageUse {
  /** What the image says its name is. */
  name: string;
  /** How many packages dnf had to install, because the image lacked them or had other versions. */
  installed: number;
}

export function imageText({ name, installed }: ImageUse): string {
  return `${name}, ${installed} package${installed === 1 ? "" : "s"} installed now`;
}

/**
 * Reads what guest/health.sh printed. Other lines (a login banner, say) are ignored, and so is everything after the
 * closing line, which is for people and quotes logs. Output without the closing line was cut off, and is never healthy.
 */
export function parseReport(output: string): HealthReport {
  const probes: ProbeResult[] = [];
  let timeline: TimelineEntry[] = [];
  let image: { image?: ImageUse } = {};
  for (const line of output.split("\n")) {
    const value = parseLine(line);
    const result = resultOf(value);
    if (result) probes.push(result);
    else if (fits(value, { timeline: [] })) timeline = timelineOf(value.timeline);
    else if (fits(value, { image: imageShape }) && fits(value.image, imageShape)) {
      image = { image: pick(value.image, imageShape) };
    } else if (fits(value, emptyConclusion)) {
      const conclusion = pick(value, emptyConclusion);
      const passed = probes.length > 0 && probes.every(({ status }) => status !== "fail");
      return { ...conclusion, healthy: conclusion.healthy && passed, probes, timeline, ...image };
    }
  }
  return { ...emptyConclusion, probes, timeline, ...image };
}

/** In the year 5138. Far greater numbers have no date, and JSON cannot hold an infinite one. */
const mostSeconds = 1e11;

type Conclusion = Omit<HealthReport, "probes" | "timeline" | "image">;
const emptyConclusion: Conclusion = {
  version: 1,
  host: "",
  healthy: false,
  dockerVersion: "",
  stage: "",
  seconds: 0,
  bootId: "",
  finished: "",
};
const imageShape: ImageUse = { name: "", installed: 0 };
const resultShape = { probe: "", status: "", ms: 0, detail: "" };
const entryShape: TimelineEntry = { group: "", name: "", start: 0, seconds: 0 };

/** Undefined as well where the host knows a status that is not known here. */
function resultOf(value: unknown): ProbeResult | undefined {
  if (!fits(value, resultShape)) return undefined;
  const status = statuses.find((one) => one === value.status);
  return status && { ...pick(value, resultShape), status };
}

function timelineOf(values: unknown[]): TimelineEntry[] {
  const isTime = (start: number) => start >= 0 && start <= mostSeconds;
  return values.flatMap((value) => (fits(value, entryShape) && isTime(value.start) ? [pick(value, entryShape)] : []));
}

/** The JSON in a line of guest/health.sh; undefined where the line was cut off, or is no JSON. */
export function parseLine(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whether a value has each key of the shape, with a value of the same kind. */
function fits<T extends object>(value: unknown, shape: T): value is T {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(shape).every(([key, example]) => {
    const found: unknown = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return typeof found === typeof example && Array.isArray(found) === Array.isArray(example);
  });
}

/** Only the keys that the shape has. A number below 0 or above `mostSeconds` becomes that limit. */
function pick<T extends object>(value: T, shape: T): T {
  const clamped = (found: unknown) => (typeof found === "number" ? Math.min(Math.max(found, 0), mostSeconds) : found);
  return Object.fromEntries(Object.keys(shape).map((key) => [key, clamped(value[key as keyof T])])) as T;
}
