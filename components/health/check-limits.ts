// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { HealthLimitsArgs } from "./health-args";
import { defaultLimits } from "./probes";

/** A day: longer than any boot, shorter than a mistaken number of milliseconds. */
const longest = 86_400;

/** Throws, with every problem by its path below `path`, where a limit is not a number of seconds that can be kept. */
export function checkLimits(path: string, given: HealthLimitsArgs): void {
  const names = Object.keys(defaultLimits) as (keyof HealthLimitsArgs)[];
  const errors = names
    .map((name) => [name, given[name]] as const)
    .filter(([, value]) => value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= longest))
    .map(([name, value]) => ({
      propertyPath: `${path}.${name}`,
      reason: `${JSON.stringify(value)} is not a limit in seconds; use a whole number from 1 to ${longest}, or leave it out for ${defaultLimits[name]}`,
    }));
  if (errors.length === 0) return;
  const message = errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`).join("\n");
  throw new pulumi.InputPropertiesError({ message, errors });
}
