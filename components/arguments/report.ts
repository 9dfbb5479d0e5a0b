// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { describe, errors, type Problem, warnings } from "../../cloud-init";

/** @throws InputPropertiesError with all errors among the problems at once. */
export function report(problems: Problem[], whose = "the docker host's arguments"): void {
  const mistakes = errors(problems);
  if (mistakes.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: `${whose} have ${counted(mistakes)}:\n${describe(mistakes)}`,
    errors: mistakes.map(({ path, message }) => ({ propertyPath: path, reason: message })),
  });
}

export function counted({ length }: unknown[]): string {
  return `${length} problem${length === 1 ? "" : "s"}`;
}

/** Logs the warnings among the problems as one for the resource. */
export function warn(problems: Problem[], resource: pulumi.Resource): void {
  const doubts = warnings(problems);
  if (doubts.length > 0) void pulumi.log.warn(describe(doubts), resource);
}
