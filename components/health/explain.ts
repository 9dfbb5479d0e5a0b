// SPDX-License-Identifier: Apache-2.0
import { findCause } from "./causes/cause";
import { engineCauses } from "./causes/engine";
import { installationCauses } from "./causes/installation";
import { registryCauses } from "./causes/registry";
import type { Failure } from "./failure";
import { eachOnce, plainLines, tellingLines } from "./log-lines";
import { everyProbe } from "./probes";
import { type HealthReport, parseLine } from "./report";
import { installFailures, probeFailures } from "./stages";

/** What to do where a probe of the caller's own fails, by its name. */
export type Hints = Record<string, string>;

/** What the health script found, for a person: the failed probe, the cause in its own words and what to do about it. */
export function explain(report: HealthReport, output: string, seconds: number, hints: Hints = {}): Failure {
  const { stage } = report;
  const detail = report.probes.find(({ probe }) => probe === stage)?.detail ?? "";
  const { log = [], diagnostics } = said(output);
  const lines = eachOnce(sinceLastStart(plainLines(log)));
  const install = installStage(stage, detail);
  const own = install?.message ?? detail;
  // For a symptom, the log says more than the probe saw. For all else, it may be about something long over.
  const candidates = symptoms.includes(stage) ? [own, ...lines.filter((one) => !one.includes("level=warn"))] : [own];
  // Of a probe of the caller's own, nobody else knows a cause.
  const ownHint = Object.hasOwn(hints, stage) ? hints[stage] : undefined;
  const cause = ownHint === undefined ? findCause(causesOf(stage, install?.stage), candidates) : undefined;
  const line = cause?.line ?? own;
  return {
    stage,
    what: (install && installFailures[install.stage]) ?? probeFailures[stage] ?? `${stage} failed`,
    where: install ? `stage ${install.stage} of the installation` : `stage ${stage} of the check`,
    seconds,
    cause: line,
    fix: cause?.fix ?? ownHint ?? hintOf(stage),
    log: tellingLines(lines.filter((one) => one !== line)),
    ...(diagnostics !== undefined && { diagnostics }),
  };
}

/** Probes that see that something does not work, but not why. */
const symptoms = ["install", "units", "daemon", "server"];

/** The lines since the engine was last started; where there are none yet, the lines since the start before that. */
function sinceLastStart(lines: string[]): string[] {
  const starts = lines.flatMap((line, i) => (/^systemd: Starting (docker|Docker)/.test(line) ? [i] : []));
  const runs = [0, ...starts].map((start, i) => lines.slice(start, starts[i]));
  return runs.reverse().find((run) => run.length > 1) ?? lines;
}

/** The lines of guest/health.sh that stand after the report. */
interface Said {
  log?: string[];
  diagnostics?: string;
}

function said(output: string): Said {
  const found: Said = {};
  for (const line of output.split("\n").filter((one) => /^\{"(log|diagnostics)":/.test(one))) {
    const { log, diagnostics } = (parseLine(line) ?? {}) as { log?: unknown; diagnostics?: unknown };
    if (Array.isArray(log)) found.log = log.filter((one) => typeof one === "string").slice(-100);
    if (typeof diagnostics === "string") found.diagnostics = diagnostics;
  }
  return found;
}

/** The install script has stages of its own, and says `stage packages: why`. Where it has not ended, the probe names it. */
function installStage(stage: string, detail: string): { stage: string; message: string } | undefined {
  const [, own, message] = /^stage (\w+): ([^]*)$/.exec(detail) ?? [];
  const [, waiting] = /: the install script is at stage (\w+)$/.exec(detail) ?? [];
  if (stage !== "install") return undefined;
  if (waiting !== undefined) return { stage: waiting, message: detail };
  return own !== undefined && message !== undefined ? { stage: own, message } : undefined;
}

const afterPackages = ["configure", "start", "verify"];

function causesOf(stage: string, install: string | undefined) {
  if (stage === "registry") return registryCauses;
  // Some options bring a package of their own.
  if (install === "options") return [...installationCauses, ...engineCauses];
  const isPackages =
    install === undefined ? ["repository", "packages"].includes(stage) : !afterPackages.includes(install);
  return isPackages ? installationCauses : engineCauses;
}

function hintOf(stage: string): string {
  return everyProbe().find(({ name }) => name === stage)?.hint ?? "";
}
