// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "./spec";
import { daemon } from "./validate/daemon";
import { extras } from "./validate/extras";
import { hostKey } from "./validate/keys";
import { machine } from "./validate/machine";
import { networking } from "./validate/network";
import { packages } from "./validate/packages";
import { host, shapeProblems, withCodes } from "./validate/shape";
import { storage } from "./validate/storage";
import { users } from "./validate/users";

/**
 * Everything that is wrong with a spec, and what is likely to be regretted, all at once. Without an `error` among it the
 * spec can be rendered. Where a value cannot even be read (a number in place of a list), only that is said.
 */
export function validate(spec: HostSpec): Problem[] {
  const unreadable = shapeProblems(spec);
  const problems = unreadable.length > 0 ? unreadable : [...meanings(spec)];
  return withCodes(problems, host);
}

/** What is wrong with the meaning of values that are of the right kinds. */
function meanings(spec: HostSpec): Problem[] {
  return [
    ...users(spec),
    ...hostKey(spec.hostKey),
    ...packages(spec),
    ...daemon(spec),
    ...networking(spec),
    ...storage(spec),
    ...machine(spec),
    ...extras(spec),
  ];
}

export function errors(problems: Problem[]): Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}

export function warnings(problems: Problem[]): Problem[] {
  return problems.filter(({ severity }) => severity === "warning");
}

/** One line per problem, as errors show them. */
export function describe(problems: Problem[]): string {
  return problems.map(({ path, message }) => `${path}: ${message}`).join("\n");
}
