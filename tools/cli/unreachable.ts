// SPDX-License-Identifier: Apache-2.0
import type { HostAccess } from "../../components/health/access";
import { consoleHint } from "../../components/health/console-log";
import { SshFailure } from "../../components/ssh/failure";

/** Why a host cannot be reached, with what its stack knows of it: where its console is, and which rule it needs. */
export function withHints({ consoleLog, unreachableHint }: HostAccess, error: unknown): unknown {
  if (!(error instanceof SshFailure) || error.bastion !== undefined) return error;
  if (error.kind !== "silence" && error.kind !== "session") return error;
  const hints = [consoleLog !== undefined && consoleHint(consoleLog), unreachableHint, error.hint];
  return new SshFailure(error.kind, error.reason, hints.filter(Boolean).join("; "));
}
