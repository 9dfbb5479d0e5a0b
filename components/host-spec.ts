// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { type HostSpec, type HostSpecInput, type Problem, read } from "../cloud-init";
import { fields } from "../cloud-init/shape";
import { isUnreadable, withCodes } from "../cloud-init/validate/shape";
import { problemsByRow } from "./arguments/check";
import { isPlain } from "./arguments/output";
import { report, warn } from "./arguments/report";
import type { Rows } from "./arguments/row";
import type { DockerHostArgs } from "./docker-host-args";
import { guestRows } from "./rules";

/** The arguments of the guest, which have the same names in its spec. */
export type GuestArgs = Pick<DockerHostArgs, keyof typeof guestRows>;

/** Leaves out the arguments of the platform and the check: an unknown one would make the user data unknown as well. */
export function guestArgs(args: DockerHostArgs): GuestArgs {
  const names = Object.keys(guestRows) as (keyof GuestArgs)[];
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

/** How a platform checks its own arguments. */
export interface PlatformRules<Args> {
  login: string;
  rows: Rows;
  /** What is wrong with arguments that are right one by one, but not together. */
  together(args: Args): Iterable<Problem>;
  /** The same arguments, with the effect of the platform's own ones on the guest added. */
  forGuest(args: Args): DockerHostArgs;
  memoryMiB?: pulumi.Input<number> | undefined;
}

/** What is wrong with a host's plain arguments. Creates nothing: a program can ask before it creates a host. */
export function hostProblems<Args extends DockerHostArgs>(args: Args, platform: PlatformRules<Args>): Problem[] {
  const { login, rows, memoryMiB } = platform;
  const byRow = problemsByRow(args, rows);
  if (isUnreadable(byRow)) return byRow;
  const problems = [...byRow, ...withCodes([...platform.together(args)], fields(rows))];
  const guest = platform.forGuest(args);
  if (!isKnown(guest, memoryMiB)) return problems;
  const context = { login, loginKeys: [], memoryMiB: memoryMiB as number | undefined };
  const { problems: inGuest } = read(hostSpec(guestArgs(guest) as pulumi.Unwrap<GuestArgs>, context));
  const told = new Set(problems.map(({ path, message }) => path + message));
  return [...inGuest.filter(({ path, message }) => !told.has(path + message)), ...problems];
}

/** Whether all of the guest's arguments are known. Where they are not, {@link checkedSpec} checks them later. */
export function isKnown(args: DockerHostArgs, memoryMiB: pulumi.Input<number> | undefined): boolean {
  return isPlain(guestArgs(args)) && isPlain(memoryMiB);
}

/**
 * The complete spec. Warnings are logged for `warned`, if there is one.
 *
 * @throws InputPropertiesError with every problem by the path of the caller's own argument
 */
export function checkedSpec(input: HostSpecInput, warned?: pulumi.Resource): HostSpec {
  const { problems, spec } = read(input);
  report(problems);
  if (warned) warn(problems, warned);
  if (!spec) throw new Error("the docker host's arguments cannot be read");
  return spec;
}
