// SPDX-License-Identifier: Apache-2.0
import { type HealthReport, imageText, type ProbeResult } from "../../components/health/report";

/** What a check of a healthy host found, in few lines: how many probes passed, each that did not, and the baked image. */
export function verdict({ probes, image }: HealthReport, seconds?: number): string {
  const of = (wanted: string) => probes.filter(({ status }) => status === wanted);
  const [passed, skipped] = [of("pass"), of("skip")];
  const first = [
    `✔ ${count(passed, "check")} passed`,
    ...(skipped.length > 0 ? [`${skipped.length} had nothing to look at (${names(skipped)})`] : []),
  ].join("; ");
  const warnings = of("warn").map(({ probe, detail }) => `! ${probe}: ${detail}`);
  const made = image ? [`  from image ${imageText(image)}`] : [];
  return [seconds === undefined ? first : `${first}, in ${duration(seconds)}`, ...warnings, ...made].join("\n");
}

const count = (list: unknown[], what: string) => `${list.length} ${what}${list.length === 1 ? "" : "s"}`;
const names = (list: ProbeResult[]) => list.map(({ probe }) => probe).join(", ");

/** For people: `2 min 31 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
