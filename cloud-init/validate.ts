// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "./spec";
import { cloudConfig } from "./validate/cloud-config";
import { daemon } from "./validate/daemon";
import { dataDisk } from "./validate/data-disk";
import { extras } from "./validate/extras";
import { forwarding } from "./validate/forwarding";
import { hostKey } from "./validate/keys";
import { machine } from "./validate/machine";
import { networking } from "./validate/network";
import { packages } from "./validate/packages";
import { host, shapeProblems, withCodes } from "./validate/shape";
import { storage } from "./validate/storage";
import { users } from "./validate/users";
import { wayIn } from "./validate/way-in";

/**
 * All errors and warnings about a spec, at once. A spec without an `error` can be rendered. Where a value is of the
 * wrong kind (a number in place of a list), only problems of that sort are reported.
 */
export function validate(spec: HostSpec): Problem[] {
  const ofShape = shapeProblems(spec);
  const problems = ofShape.length > 0 ? ofShape : valueProblems(spec);
  return withCodes(problems, host);
}

/** What is wrong with values that are of the right kinds. */
function valueProblems(spec: HostSpec): Problem[] {
  return [
    ...users(spec),
    ...hostKey(spec),
    ...packages(spec),
    ...daemon(spec),
    ...networking(spec),
    ...storage(spec),
    ...dataDisk(spec),
    ...machine(spec),
    ...forwarding(spec),
    ...extras(spec),
    ...cloudConfig(spec),
    ...wayIn(spec),
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
