// SPDX-License-Identifier: Apache-2.0
import type { ProbeResult } from "../../components/health/report";
import type { HostResult } from "./host-result";

/** Results as JUnit's XML, which every CI shows: a suite for each host, a case for each probe. */
export function junit(results: HostResult[]): string {
  const suites = results.map(suite).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pulumi-docker-host check">\n${suites}\n</testsuites>\n`;
}

function suite({ host, report, failure, seconds }: HostResult): string {
  const { probes } = report;
  // A host that could not be reached has no failed probe: its failed stage becomes a case.
  const hasFailed =
    failure === undefined || probes.some(({ probe, status }) => probe === failure.stage && status === "fail");
  const cases: ProbeResult[] = hasFailed
    ? probes
    : [...probes, { probe: failure.stage, status: "fail", ms: 0, detail: failure.cause }];
  const count = (wanted: string) => cases.filter(({ status }) => status === wanted).length;
  const attributes = Object.entries({
    name: host,
    tests: cases.length,
    failures: count("fail"),
    errors: 0,
    skipped: count("skip"),
    time: seconds.toFixed(3),
  });
  const inside = cases.map((one) => {
    const { probe, ms } = one;
    const head = `<testcase classname="${escape(host)}" name="${escape(probe)}" time="${(ms / 1000).toFixed(3)}">`;
    return `    ${head}${outcome(one, failure?.stage === probe ? failure : undefined)}</testcase>`;
  });
  const list = attributes.map(([name, value]) => `${name}="${escape(String(value))}"`).join(" ");
  return [`  <testsuite ${list}>`, ...inside, "  </testsuite>"].join("\n");
}

function outcome({ status, detail }: ProbeResult, failure: HostResult["failure"]): string {
  if (status === "skip") return `<skipped message="${escape(detail)}"/>`;
  if (status !== "fail") return `<system-out>${escape(`${status}: ${detail}`)}</system-out>`;
  const { what, cause, fix, log } = failure ?? { what: detail, cause: detail, fix: "", log: [] };
  const lines = [cause, ...(fix === "" ? [] : [`fix: ${fix}`]), ...log].join("\n");
  return `<failure type="${escape(what)}" message="${escape(cause)}">${escape(lines)}</failure>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** XML has no form at all for most control characters. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, " ")
    .replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
