// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { type FailureKind, SshFailure } from "../ssh/failure";
import { moreTelling } from "../ssh/no-login";
import { type Ended, type RemoteCommand, runOverSsh } from "../ssh/run";
import type { CheckOrder } from "./check-order";
import { watchConsole } from "./console-log";
import { explain } from "./explain";
import type { Failure } from "./failure";
import { lostAnswers } from "./lost-answers";
import { cutOff, notStarted, unreached } from "./no-report";
import { type HealthReport, parseReport } from "./report";

/** The result of a check. */
export interface Checked {
  /** What the script wrote; empty where it never ran. */
  output: string;
  /** The report in the output. */
  report: HealthReport;
  /** Absent where all is well. */
  failure?: Failure;
}

/** Runs a command on the host that is checked. @throws SshFailure */
export type Ask = (remote: RemoteCommand, signal: AbortSignal) => Promise<Ended>;

/** Seconds after the script's limit at which the guest ends it, and at which we stop waiting. */
const [guestGrace, ownGrace] = [10, 15];
/** What another try does not mend. */
const hopeless: FailureKind[] = ["input", "way"];
/** Seconds between tries, growing. Whoever counts refused logins shuts us out after many. */
const pauses = { first: 1, growth: 1.5, longest: 2, ofRefusals: 5 };
/** A try with fewer seconds than this may see less than the one before, whose failure is then kept. */
const usefulTry = 5;

/**
 * Runs the script on the host as soon as a login is accepted. It tries until the limit for SSH or, where the connection
 * broke after a login, until the limit for everything. It always ends, whatever the host does.
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
  for (let wait = pauses.first; ; wait *= pauses.growth) {
    const patience = left(limit);
    try {
      const ended = await attempt(order, ask, { login: patience, all: left(order.limits.total) }, tell);
      return judged(order, ended, elapsed());
    } catch (error) {
      if (!(error instanceof SshFailure)) throw error;
      const isRefused = order.refusedOnce === true && error.kind === "refusal";
      last = !isRefused && patience < usefulTry && last ? last : moreTelling(last, error);
      // The host has accepted a login before, so it is waited for until the limit for everything.
      if (error.kind === "session") limit = order.limits.total;
      if (isRefused || hopeless.includes(error.kind) || left(limit) < 1)
        return { output: "", report: parseReport(""), failure: await silent(order, last, elapsed()) };
      tell(`${waitsFor(order, error)}: ${last.message}`);
      wait = Math.min(wait, error.kind === "refusal" ? pauses.ofRefusals : pauses.longest);
      await pause(Math.min(wait, left(limit) / 2) * 1000);
    }
  }
}

async function silent(order: CheckOrder, failure: SshFailure, seconds: number): Promise<Failure> {
  const hints = [await lostAnswers(order.connection, order.dockerNetworks), order.unreachableHint];
  return unreached({ ...order, unreachableHint: hints.filter(Boolean).join("; ") }, failure, seconds);
}

/** What a host that accepts no login is probably doing, in a few words. */
function waitsFor({ boots }: CheckOrder, { kind }: SshFailure): string {
  if (kind === "session") return "waiting for the host to come back";
  return boots ? "booting" : "waiting for SSH";
}

/** One try, with `login` seconds until the login is accepted, and `all` seconds for everything. */
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
    ...rootShell(order.script, left),
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

/**
 * Has bash take a script from its stdin as a whole. By itself it reads a byte at a time, lest it take what its commands are to read: 60,000
 * calls for a check. The text is in no argument, and in no variable that a process inherits.
 */
export const atOnce = (script: string) => `eval "$(cat)"\n${script}`;

/** Runs a script as root, with its limit and who asks in variables. Where it hangs the guest ends it: nobody else can. */
export function rootShell(script: string, seconds: number): { command: string; stdin: string } {
  const bash = `env EXPECT_TOTAL=${seconds} EXPECT_CLIENT="\${SSH_CONNECTION%% *}" timeout -k 5 ${seconds + guestGrace} bash -s`;
  // In single quotes, which every login shell understands in the same way. What sudo says is read, and so is in English.
  const command = `sh -c 'export LC_ALL=C; if [ "$(id -u)" = 0 ]; then exec ${bash}; else exec sudo -n ${bash}; fi'`;
  return { command, stdin: atOnce(script) };
}

function judged({ prepares = false, hints }: CheckOrder, ended: Ended, seconds: number): Checked {
  const report = parseReport(ended.stdout);
  const checked = { output: ended.stdout, report };
  // Status 0 alone proves nothing: a login shell that runs no command ends with it, too.
  if (ended.status === 0 && (prepares || report.healthy)) return checked;
  if (report.stage !== "" && !report.healthy)
    return { ...checked, failure: explain(report, ended.stdout, seconds, hints) };
  const last = report.probes.at(-1)?.probe;
  return { ...checked, failure: last === undefined ? notStarted(ended, seconds) : cutOff(ended, last, seconds) };
}
