// SPDX-License-Identifier: Apache-2.0
import type { HostAccess } from "../../components/health/access";
import { hintFor, readsKeyAgain } from "../../components/health/no-report";
import { SshFailure } from "../../components/ssh/failure";

/** Why a host cannot be reached, with what its stack knows of it: where its console is, and which rule it needs. */
export function withHints(access: HostAccess, error: unknown): unknown {
  if (!(error instanceof SshFailure)) return error;
  const command = readsKeyAgain(access, error);
  const hint = [hintFor(access, error), ...(command === undefined ? [] : [command])].join("\n");
  return new SshFailure(error.kind, error.reason, hint, error.bastion);
}
