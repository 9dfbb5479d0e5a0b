// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { SshFailure } from "../ssh/failure";
import { type Ended, runOverSsh } from "../ssh/run";
import type { CheckOrder } from "./check-order";
import { consoleHint, consoleTail } from "./console-log";
import { neverStarted } from "./login-shell";
import { parseReport } from "./report";

/** What a check came to. */
export interface Checked {
  /** What the script wrote for programs; empty where it did not come to that. */
  report: string;
  /** What a person has to read; absent where all is well. */
  failure?: string;
}

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
export async function checkHost(order: CheckOrder, tell: (line: string) => void): Promise<Checked> {
  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000;
  const left = (limit: number) => limit - elapsed();
  let limit = order.limits.ssh;
  tell("connecting");
  let last: SshFailure | undefined;
  for (let wait = pauses.first; ; wait = Math.min(wait * pauses.growth, pauses.longest)) {
    const patience = left(limit);
    try {
      return judged(order, await attempt(order, patience, left(order.limits.total), tell));
    } catch (error) {
      if (!(error instanceof SshFailure)) throw error;
      last = patience < telling && last ? last : error;
      // Whom the host has let in, and who was cut off, waits for it as long as everything may take.
      if (error.kind === "session") limit = order.limits.total;
      if (error.kind === "input" || left(limit) < 1) return { report: "", failure: unasked(order, last, elapsed()) };
      tell(`waiting for SSH (${Math.round(elapsed())} s): ${last.message}`);
      await pause(Math.min(wait, left(limit) / 2) * 1000);
    }
  }
}

/** One try: so many seconds until the login is accepted, and so many for everything. */
async function attempt(order: CheckOrder, login: number, all: number, tell: (line: string) => void): Promise<Ended> {
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
    return await runOverSsh(order.connection, remote, over.signal);
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

function judged({ host }: CheckOrder, ended: Ended): Checked {
  const report = ended.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .join("\n");
  const { probes, stage, healthy } = parseReport(report);
  if (ended.status === 0) return { report: ended.stdout };
  const words = ended.stdout
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n")
    .trim();
  if (stage !== "" && !healthy && words !== "") return { report, failure: words };
  const { cause, hint } = probes.length > 0 ? cutOff(ended, probes.at(-1)?.probe ?? "") : neverStarted(ended);
  return { report, failure: `docker host ${JSON.stringify(host)}: ${cause}\nhint: ${hint}` };
}

function cutOff({ status, signal }: Ended, last: string): { cause: string; hint: string } {
  const how =
    status === 124 || status === 137 ? "was ended, because it took too long" : `ended with ${signal ?? status}`;
  return {
    cause: `the check ${how}, after the answer of probe ${last}`,
    hint: "the machine is overloaded or something on it ends processes; look at its memory and at `journalctl -b -p warning`",
  };
}

function unasked({ host, consoleLog, unreachableHint }: CheckOrder, failure: SshFailure, seconds: number): string {
  const isSilent = (failure.kind === "silence" || failure.kind === "session") && failure.bastion === undefined;
  const first = isSilent ? [consoleLog && consoleHint(consoleLog), unreachableHint] : [];
  const hint = [...first, failure.hint].filter(Boolean).join("; ");
  const tail = isSilent && consoleLog !== undefined ? consoleTail(consoleLog) : "";
  const text = `docker host ${JSON.stringify(host)}: stage ssh failed after ${Math.round(seconds)} s: ${failure.message}\nhint: ${hint}`;
  return tail === "" ? text : `${text}\nlast lines of the console:\n${tail}`;
}
