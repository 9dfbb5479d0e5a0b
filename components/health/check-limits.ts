// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { describe, type Problem } from "../../cloud-init";
import { error } from "../../cloud-init/validate/problem";
import type { HealthLimitsArgs } from "./health-args";
import { defaultLimits } from "./probes";

/** A day: longer than any boot, shorter than a mistaken number of milliseconds. */
const longest = 86_400;

/** Throws, with every problem by its path below `path`, where a limit is not a number of seconds that can be kept. */
export function checkLimits(path: string, given: HealthLimitsArgs): void {
  const problems = limitProblems(path, given);
  if (problems.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: describe(problems),
    errors: problems.map((problem) => ({ propertyPath: problem.path, reason: problem.message })),
  });
}

export function limitProblems(path: string, given: HealthLimitsArgs): Problem[] {
  const names = Object.keys(defaultLimits) as (keyof HealthLimitsArgs)[];
  return names
    .map((name) => [name, given[name]] as const)
    .filter(([, value]) => value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= longest))
    .map(([name, value]) =>
      error(
        `${path}.${name}`,
        `${JSON.stringify(value)} is not a limit in seconds; use a whole number from 1 to ${longest}, or leave it out for ${defaultLimits[name]}`,
      ),
    );
}
