// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { errors, type HostSpec, type HostSpecInput, type Problem } from "../cloud-init";
import { plainCopy } from "../cloud-init/plain-copy";
import { fields } from "../cloud-init/shape";
import { isMap } from "../cloud-init/validate/kind";
import { isUnreadable, withCodes } from "../cloud-init/validate/shape";
import { problemsByRow } from "./arguments/check";
import { isPlain } from "./arguments/output";
import { report, warn } from "./arguments/report";
import type { Rows } from "./arguments/row";
import { hidden } from "./arguments/without-values";
import type { DockerHostArgs } from "./docker-host-args";
import { type GuestRules, readGuest } from "./guest-rules";
import { guestRows } from "./rules";
import type { RoleLogin } from "./secrets/role-login";
import { secretProblems } from "./secrets/together";

/** The arguments of the guest, which have the same names in its spec. */
export type GuestArgs = Pick<DockerHostArgs, keyof typeof guestRows>;

/** A kind of component that tells a guest something. */
export interface GuestKind {
  /** Whose arguments they are, as errors say it. */
  whose: string;
  /** The arguments that the guest is told. */
  rows: Rows;
  read: typeof readGuest;
}

const hostKind: GuestKind = { whose: "the docker host's arguments", rows: guestRows, read: readGuest };

/** Leaves out the arguments of the platform and the check: an unknown one would make the user data unknown as well. */
export function guestArgs(args: object, { rows } = hostKind): GuestArgs {
  const given = args as Record<string, unknown>;
  return Object.fromEntries(Object.keys(rows).map((name) => [name, given[name]]));
}

/** What a platform knows about its image and machine, before the machine exists. */
export interface SpecContext {
  login: string;
  loginKeys: string[];
  hostKey?: HostSpec["hostKey"];
  memoryMiB?: number | undefined;
}

export function hostSpec(args: pulumi.Unwrap<GuestArgs>, context: SpecContext): HostSpecInput {
  // Ours comes last, so that the others stand at the caller's own places.
  const loginKeys = [...(args.loginKeys ?? []), ...context.loginKeys];
  return { ...context, ...args, loginKeys };
}

/** How a platform checks its own arguments. */
export interface PlatformRules<Args> {
  login: string;
  rows: Rows;
  /** What is wrong with arguments that are right one by one, but not together. */
  together(args: Args): Iterable<Problem>;
  /** The same arguments, with the effect of the platform's own ones on the guest added. */
  forGuest(args: Args): object;
  /** What is wrong with what the guest is told. */
  guestRules: GuestRules;
  memoryMiB?: pulumi.Input<number> | undefined;
  /** How the machine's own role logs in to registries, in clouds that give machines one. */
  roleLogin?(args: Args): RoleLogin;
}

/** What is wrong with a component's plain arguments. Creates nothing: a program can ask before it creates a host. */
export function hostProblems<Args extends object>(
  given: Args | null | undefined,
  platform: PlatformRules<Args>,
  kind = hostKind,
): Problem[] {
  const { login, rows, memoryMiB, guestRules } = platform;
  const args = plainCopy(given ?? ({} as Args));
  const byRow = problemsByRow(args, rows);
  const isOfGuest = ({ code }: Problem) => Object.hasOwn(kind.rows, code.split("/")[0] ?? "");
  const isGuestUnreadable = isUnreadable(byRow.filter(isOfGuest));
  const isRestUnreadable = isUnreadable(byRow.filter((problem) => !isOfGuest(problem)));
  const together = isRestUnreadable ? [] : withCodes([...platform.together(args)], fields(rows));
  const problems = [...byRow, ...together];
  const secrets = (spec?: HostSpec) =>
    isRestUnreadable
      ? []
      : withCodes([...secretProblems(args, spec, platform.roleLogin?.(args))], fields(rows)).filter(isNews(byRow));
  if (isGuestUnreadable || !isMap(args)) return [...problems, ...secrets()];
  // What a mistake does to the guest is not worth a second problem.
  const isRestWrong = errors([...byRow.filter((problem) => !isOfGuest(problem)), ...together]).length > 0;
  const guest = isRestWrong ? args : platform.forGuest(args);
  if (!isKnown(guest, memoryMiB, kind)) return [...problems, ...secrets()];
  const context = { login, loginKeys: [], memoryMiB: memoryMiB as number | undefined };
  const input = hostSpec(guestArgs(guest, kind) as pulumi.Unwrap<GuestArgs>, context);
  const { problems: inGuest, spec } = kind.read(input, guestRules);
  return [...inGuest.filter(isNews(byRow)), ...problems, ...secrets(spec)];
}

/** Some arguments have a rule of the platform as well: one mistake in them is enough. */
function isNews(told: Problem[]): (problem: Problem) => boolean {
  const paths = new Set(told.map(({ path }) => path));
  return ({ path }) => !paths.has(path);
}

/** Whether all of the guest's arguments are known. Where they are not, {@link checkedSpec} checks them later. */
export function isKnown(args: object, memoryMiB: pulumi.Input<number> | undefined, kind = hostKind): boolean {
  return isPlain(guestArgs(args, kind)) && isPlain(memoryMiB);
}

/**
 * The complete spec. Warnings are logged for `warned`, if there is one; of a secret, no message shows a value.
 *
 * @throws InputPropertiesError with every problem by the path of the caller's own argument
 */
export function checkedSpec(
  input: HostSpecInput,
  rules: GuestRules,
  warned?: pulumi.Resource,
  isSecret = false,
  { whose, read } = hostKind,
): HostSpec {
  const { problems: found, spec } = read(input, rules);
  const problems = hidden(found, input, isSecret);
  report(problems, whose);
  if (warned) warn(problems, warned);
  if (!spec) throw new Error(`${whose} cannot be read`);
  return spec;
}
