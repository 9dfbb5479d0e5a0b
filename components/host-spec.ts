// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { describe, errors, type HostSpec, type HostSpecInput, type Problem, read, warnings } from "../cloud-init";
import type { DockerHostArgs, SshKeyArgs } from "./docker-host-args";
import { limitProblems } from "./health/check-limits";
import { privateKeyProblems } from "./ssh-identity";

const names = [
  "users",
  "dockerUsers",
  "docker",
  "swapMiB",
  "sysctls",
  "kernelModules",
  "firewalldPorts",
  "sshMaxStartups",
  "sshMaxSessions",
  "securityUpdates",
  "ttlMinutes",
  "files",
  "commands",
  "cloudConfig",
] as const satisfies (keyof DockerHostArgs)[];

/** The arguments that the guest is told about, by the names that the spec has for them. */
export type GuestArgs = Pick<DockerHostArgs, (typeof names)[number]>;

/** Without those for the platform and the check: an unknown one of them would make the user data unknown as well. */
export function guestArgs(args: DockerHostArgs): GuestArgs {
  return Object.fromEntries(names.map((name) => [name, args[name]]));
}

/** What a platform knows about its image and machine, before the machine exists. */
export interface SpecContext {
  login: string;
  loginKeys: string[];
  hostKey?: HostSpec["hostKey"];
  memoryMiB?: number | undefined;
}

export function hostSpec(args: pulumi.Unwrap<GuestArgs>, context: SpecContext): HostSpecInput {
  return { ...context, ...args };
}

/** What a platform can say in the constructor. */
export interface PlainContext {
  login: string;
  memoryMiB?: pulumi.Input<number> | undefined;
  /** Of the platform's own arguments, as far as they are plain values. */
  problems?: Problem[] | undefined;
}

/**
 * Throws at once, in the constructor, where the arguments are plain values, and logs the warnings. Where one is an
 * Output, the same check runs when it is known, by {@link checked}. Says whether it could look.
 */
export function checkPlain(args: DockerHostArgs, context: PlainContext, warned: pulumi.Resource): boolean {
  report(hostProblems(args, context), warned);
  return isPlain(guestArgs(args)) && isPlain(context.memoryMiB);
}

/** What is wrong with arguments, as far as they are plain. Creates nothing: a program may ask before it makes a host. */
export function hostProblems(args: DockerHostArgs, { login, memoryMiB, problems = [] }: PlainContext): Problem[] {
  const own = [...problems, ...limitProblems("health", args.health ?? {}), ...keyProblems(args.sshKey)];
  const guest = guestArgs(args);
  if (!isPlain(guest) || !isPlain(memoryMiB)) return own;
  const context = { login, loginKeys: [], memoryMiB: memoryMiB as number | undefined };
  return [...read(hostSpec(guest as pulumi.Unwrap<GuestArgs>, context)).problems, ...own];
}

function keyProblems(given: DockerHostArgs["sshKey"]): Problem[] {
  if (given === undefined || !isPlain(given)) return [];
  return privateKeyProblems((given as pulumi.Unwrap<SshKeyArgs>).privateKey);
}

/**
 * The complete spec, or an error that lists every problem by the path of the caller's own argument. Warnings are logged
 * for `warned`, if there is one.
 */
export function checked(input: HostSpecInput, warned?: pulumi.Resource): HostSpec {
  const { problems, spec } = read(input);
  report(problems, warned);
  if (!spec) throw new Error("the docker host's arguments cannot be read");
  return spec;
}

/** Throws where there is an error among the problems, all of them at once; logs the warnings for `warned`. */
export function report(problems: Problem[], warned?: pulumi.Resource): void {
  const mistakes = errors(problems);
  if (mistakes.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `the docker host's arguments have ${mistakes.length} problem${mistakes.length > 1 ? "s" : ""}:\n${describe(mistakes)}`,
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
