// SPDX-License-Identifier: Apache-2.0
// Failures of checks that have no verdict: the host could not be reached, or its answer was cut off.
import type { FailureKind, SshFailure } from "../ssh/failure";
import { OtherHostKey } from "../ssh/no-login";
import type { Ended } from "../ssh/run";
import type { CheckOrder } from "./check-order";
import { consoleHint, consoleTail } from "./console-log";
import type { Failure } from "./failure";
import { neverStarted } from "./login-shell";

/** What each kind of SSH failure means for a person. */
export const sshFailures: Record<FailureKind, string> = {
  input: "the connection is given wrongly",
  silence: "the machine does not answer",
  refusal: "nobody is let in",
  session: "the connection is lost",
  way: "this computer has no way to the machine",
};

const atSsh = { stage: "ssh", where: "stage ssh" };

export function notStarted(ended: Ended, seconds: number): Failure {
  const { stage, cause, hint } = neverStarted(ended);
  const what = stage === "sudo" ? "the login cannot become root" : "the check cannot begin";
  return { stage, where: `stage ${stage}`, seconds, what, cause, fix: hint, log: [] };
}

export function cutOff({ status, signal }: Ended, last: string, seconds: number): Failure {
  const how =
    status === 124 || status === 137 ? "was ended, because it took too long" : `ended with ${signal ?? status}`;
  return {
    stage: last,
    what: "the check was cut off",
    where: `stage ${last} of the check`,
    seconds,
    cause: `the check ${how}, after the answer of probe ${last}`,
    fix: "the machine is overloaded or something on it ends processes; look at its memory and at `journalctl -b -p warning`",
    log: [],
  };
}

/** Whether the machine itself is silent: then its console and the rules that lead to it are worth a look. */
const isSilent = ({ kind, bastion }: SshFailure) => (kind === "silence" || kind === "session") && bastion === undefined;

type Known = Pick<CheckOrder, "consoleLog" | "unreachableHint" | "hostKeyCommand">;

/** The command for a host that shows another key, which may be its own. */
export const readsKeyAgain = ({ hostKeyCommand }: Known, failure: SshFailure): string | undefined =>
  failure instanceof OtherHostKey ? hostKeyCommand : undefined;

const readAgain =
  "where the machine's console shows the key that the host has, it is its own: have it read again by the command with --replace";

/** What to do where a host could not be reached, with what is known about that host. */
export function hintFor(known: Known, failure: SshFailure): string {
  const silent = isSilent(failure) ? [known.consoleLog && consoleHint(known.consoleLog), known.unreachableHint] : [];
  return [...silent, readsKeyAgain(known, failure) && readAgain, failure.hint].filter(Boolean).join("; ");
}

export function unreached(order: CheckOrder, failure: SshFailure, seconds: number): Failure {
  const { consoleLog, consoleCommand } = order;
  const [silent, again] = [isSilent(failure), readsKeyAgain(order, failure)];
  const look = [silent || again !== undefined ? consoleCommand : undefined, again];
  return {
    ...atSsh,
    seconds,
    what: sshFailures[failure.kind],
    cause: failure.message,
    fix: hintFor(order, failure),
    log: silent && consoleLog !== undefined ? consoleTail(consoleLog) : [],
    look: look.filter((command) => command !== undefined),
  };
}
