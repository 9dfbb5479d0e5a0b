// SPDX-License-Identifier: Apache-2.0
// A machine that is reached by a program is not made, and paid for, where this computer has not the program.
import * as pulumi from "@pulumi/pulumi";

import { hook } from "./hook";
import { isMocked } from "./mocks";
import { missingHere } from "./ssh/command-way";

/**
 * Warns in a preview, which may run on another computer than the update. For the update, gives the hooks of a machine that
 * hold back its creation; a machine that exists is left to its check.
 */
export function heldBack<Via extends string>(
  name: string,
  connectVia: Via | "none" | undefined,
  commandOf: (via: Exclude<Via, "none">) => string[],
  host: pulumi.Resource,
): pulumi.ResourceHook[] {
  if (connectVia === undefined || connectVia === "none" || isMocked()) return [];
  const command = commandOf(connectVia as Exclude<Via, "none">);
  const problem = missingProgram(connectVia, command);
  if (problem !== undefined && pulumi.runtime.isDryRun()) void pulumi.log.warn(problem, host);
  const look = () => {
    const still = missingProgram(connectVia, command);
    if (still !== undefined) throw new Error(still);
  };
  return [hook(`${name}-programs`, look)];
}

/** What this computer has not. */
export function missingProgram(connectVia: string, command: string[]): string | undefined {
  const missing = missingHere(command);
  return (
    missing && `connectVia ${JSON.stringify(connectVia)} leads nowhere from here: ${missing.reason}; ${missing.hint}`
  );
}
