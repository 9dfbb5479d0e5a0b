// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { type HostSpec, type HostSpecInput, type Problem, read } from "../cloud-init";
import { guestNames, sshKeyNames } from "./argument-names";
import { isPlain, report, unknownMembers } from "./arguments";
import type { DockerHostArgs, SshKeyArgs } from "./docker-host-args";
import { healthProblems } from "./health/validate";
import { privateKeyProblems } from "./ssh-identity";

/** The arguments that the guest is told about, by the names that the spec has for them. */
export type GuestArgs = Pick<DockerHostArgs, keyof typeof guestNames>;

/** Without those for the platform and the check: an unknown one of them would make the user data unknown as well. */
export function guestArgs(args: DockerHostArgs): GuestArgs {
  const names = Object.keys(guestNames) as (keyof GuestArgs)[];
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

/** Whether {@link hostProblems} could look at what the guest is told: where it could not, {@link checked} does, later. */
export function isKnown(args: DockerHostArgs, memoryMiB: PlainContext["memoryMiB"]): boolean {
  return isPlain(guestArgs(args)) && isPlain(memoryMiB);
}

/** What is wrong with arguments, as far as they are plain. Creates nothing: a program may ask before it makes a host. */
export function hostProblems(args: DockerHostArgs, { login, memoryMiB, problems = [] }: PlainContext): Problem[] {
  const own = [...problems, ...healthProblems(args.health), ...keyProblems(args.sshKey)];
  if (!isKnown(args, memoryMiB)) return own;
  const context = { login, loginKeys: [], memoryMiB: memoryMiB as number | undefined };
  return [...read(hostSpec(guestArgs(args) as pulumi.Unwrap<GuestArgs>, context)).problems, ...own];
}

function keyProblems(given: DockerHostArgs["sshKey"]): Problem[] {
  const unknown = unknownMembers(given, "sshKey", sshKeyNames);
  if (given === undefined || !isPlain(given) || unknown.length > 0) return unknown;
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
