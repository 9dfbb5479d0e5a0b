// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { SshFailure } from "../ssh/failure";
import { type Ended, type RemoteCommand, runOverSsh } from "../ssh/run";
import type { CheckOrder } from "./check-order";
import { watchConsole } from "./console-log";
import { explain } from "./explain";
import type { Failure } from "./failure";
import { cutOff, notStarted, unasked } from "./no-report";
import { type HealthReport, parseReport } from "./report";

/** What a check came to. */
export interface Checked {
  /** What the script wrote; empty where it did not come to that. */
  output: string;
  /** The same, read. */
  report: HealthReport;
  /** Absent where all is well. */
  failure?: Failure;
}

/** Runs a command on the host that is checked. @throws SshFailure */
export type Ask = (remote: RemoteCommand, signal: AbortSignal) => Promise<Ended>;

/** Seconds that the guest may take longer than the script should, and we longer than the guest. */
const [guestGrace, ownGrace] = [10, 15];
/** Seconds between tries, growing. */
const pauses = { first: 1, growth: 1.5, longest: 5 };
/** Seconds without which a try sees less than the one before it. */
const telling = 5;

/**
 * Runs the script on the host, as soon as somebody may log in there: until the limit for SSH, and where the connection
 * broke after the login until the limit for everything. It ends whatever the host does.
 */
export async function checkHost(
  order: CheckOrder,
  tell: (line: string) => void,
  ask: Ask = (remote, signal) => runOverSsh(order.connection, remote, signal),
): Promise<Checked> {
  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000;
  const left = (limit: number) => limit - elapsed();
  let limit = order.limits.ssh;
  tell(order.boots ? `booting (limit ${limit} s)${watchConsole(order)}` : "connecting");
  let last: SshFailure | undefined;
  for (let wait = pauses.first; ; wait = Math.min(wait * pauses.growth, pauses.longest)) {
    const patience = left(limit);
    try {
      const ended = await attempt(order, ask, { login: patience, all: left(order.limits.total) }, tell);
      return judged(order, ended, elapsed());
    } catch (error) {
      if (!(error instanceof SshFailure)) throw error;
      const isRefused = order.refusedOnce === true && error.kind === "refusal";
      last = !isRefused && patience < telling && last ? last : error;
      // Whom the host has let in, and who was cut off, waits for it as long as everything may take.
      if (error.kind === "session") limit = order.limits.total;
      if (isRefused || error.kind === "input" || left(limit) < 1)
        return { output: "", report: parseReport(""), failure: unasked(order, last, elapsed()) };
      tell(`${waitsFor(order, error)}: ${last.message}`);
      await pause(Math.min(wait, left(limit) / 2) * 1000);
    }
  }
}

/** In a few words, what a host is at that lets nobody in. */
function waitsFor({ boots }: CheckOrder, { kind }: SshFailure): string {
  if (kind === "session") return "waiting for the host to come back";
  return boots ? "booting" : "waiting for SSH";
}

/** One try: so many seconds until the login is accepted, and so many for everything. */
async function attempt(
  order: CheckOrder,
  ask: Ask,
  { login, all }: { login: number; all: number },
  tell: (line: string) => void,
): Promise<Ended> {
  const over = new AbortController();
  const after = (seconds: number) => setTimeout(() => over.abort(), Math.max(seconds, 0) * 1000);
  let timer = after(login);
  const lines = (text: string) => {
    const all = text.split("\n").filter((line) => line.trim() !== "");
    for (const line of all) tell(line);
  };
  const left = Math.max(Math.floor(all), 1);
  const remote = {
    command: rootShell(left),
    stdin: order.script,
    onLogin: () => {
      clearTimeout(timer);
      timer = after(left + ownGrace);
    },
    onStderr: lines,
  };
  try {
    return await ask(remote, over.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The script gets its seconds by a variable, and the guest ends what hangs: nobody else can. */
export function rootShell(seconds: number): string {
  const bash = `env EXPECT_TOTAL=${seconds} timeout -k 5 ${seconds + guestGrace} bash -s`;
  // In single quotes, which every login shell understands in the same way.
  return `sh -c 'if [ "$(id -u)" = 0 ]; then exec ${bash}; else exec sudo -n ${bash}; fi'`;
}

function judged({ prepares = false }: CheckOrder, ended: Ended, seconds: number): Checked {
  const report = parseReport(ended.stdout);
  const checked = { output: ended.stdout, report };
  // A login that runs nothing ends well, too.
  if (ended.status === 0 && (prepares || report.healthy)) return checked;
  if (report.stage !== "" && !report.healthy) return { ...checked, failure: explain(report, ended.stdout, seconds) };
  const last = report.probes.at(-1)?.probe;
  return { ...checked, failure: last === undefined ? notStarted(ended, seconds) : cutOff(ended, last, seconds) };
}
