// SPDX-License-Identifier: Apache-2.0
// How the arguments of every component are read: they come as plain values, Outputs and promises, and from JavaScript as
// anything else.
import * as pulumi from "@pulumi/pulumi";

import { describe, errors, type Problem, warnings } from "../cloud-init";
import { unknownNames } from "../cloud-init/validate/names";
import { error } from "../cloud-init/validate/problem";
import { isMap, kind } from "../cloud-init/validate/shape";

/** The arguments as a component can read them: none where there are none. Throws where they are no map. */
export function argumentsOf<Args extends object>(given: Args | null | undefined, whose?: string): Args {
  const args = given ?? {};
  report(mapProblems(args, "args"), undefined, whose);
  return args as Args;
}

/** Names that do not exist in a map that is an argument, or that it is none. What is known late is passed over. */
export function unknownMembers(value: unknown, path: string, names: object): Problem[] {
  if (value === undefined || isLate(value)) return [];
  if (!isMap(value)) return mapProblems(value, path);
  return [...unknownNames(value, names, path)];
}

/** A value that has to be a map now, because it decides what is created. */
export function mapProblems(value: unknown, path: string): Problem[] {
  if (isLate(value)) return [error(path, "must be a map and no Output; its members may be Outputs")];
  return isMap(value) ? [] : [error(path, `is ${kind(value)}, and must be a map`)];
}

/** Throws where there is an error among the problems, all of them at once; logs the warnings for `warned`. */
export function report(problems: Problem[], warned?: pulumi.Resource, whose = "the docker host's arguments"): void {
  const mistakes = errors(problems);
  if (mistakes.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `${whose} have ${mistakes.length} problem${mistakes.length > 1 ? "s" : ""}:\n${describe(mistakes)}`,
      errors: mistakes.map(({ path, message }) => ({ propertyPath: path, reason: message })),
    });
  }
  const doubts = warnings(problems);
  if (warned && doubts.length > 0) void pulumi.log.warn(describe(doubts), warned);
}

/** Known only when the program runs. */
export function isLate(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** A plain value stays one, so that mistakes in it still show in the constructor. */
export function changed<T, R>(value: pulumi.Input<T>, change: (value: T) => R): pulumi.Input<R> {
  if (isPlain(value)) return change(value as T);
  return pulumi.output(value as pulumi.Input<object>).apply((known) => change(known as T));
}

/** The same value, checked when it is known: a mistake then fails what is made of it. */
export function checkedLater(value: unknown, problems: (known: string) => Iterable<Problem>): pulumi.Output<unknown> {
  return pulumi.output(value as pulumi.Input<string>).apply((known: string | undefined) => {
    if (known !== undefined) report([...problems(known)]);
    return known;
  });
}

/** Whether there is neither an Output nor a promise in it. */
export function isPlain(value: unknown): boolean {
  if (isLate(value)) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isPlain);
  return true;
}
