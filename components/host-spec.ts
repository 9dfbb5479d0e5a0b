// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { describe, errors, type HostSpec, type HostSpecInput, read, warnings } from "../cloud-init";
import type { DockerHostArgs } from "./docker-host";

type PlainArgs = pulumi.Unwrap<DockerHostArgs>;

/** What a platform knows about its image and machine, before the machine exists. */
export interface SpecContext {
  login: string;
  loginKeys: string[];
  hostKey?: HostSpec["hostKey"];
  memoryMiB?: number | undefined;
}

/** The arguments that the guest is told about, as the spec names them. */
export function hostSpec(args: PlainArgs, { login, loginKeys, hostKey, memoryMiB }: SpecContext): HostSpecInput {
  return {
    login,
    loginKeys,
    hostKey,
    memoryMiB,
    users: args.users,
    dockerUsers: args.dockerUsers,
    docker: args.docker,
    swapMiB: args.swapMiB,
    sysctls: args.sysctls,
    kernelModules: args.kernelModules,
    firewalldPorts: args.firewalldPorts,
    sshMaxStartups: args.sshMaxStartups,
    sshMaxSessions: args.sshMaxSessions,
    securityUpdates: args.securityUpdates,
    ttlMinutes: args.ttlMinutes,
    files: args.files,
    commands: args.commands,
    cloudConfig: args.cloudConfig,
  };
}

/**
 * Throws at once, in the constructor, where the arguments are plain values, and logs the warnings. Where one is an
 * Output, the same check runs when it is known, by {@link checked}. Says whether it could look.
 */
export function checkPlain(
  args: DockerHostArgs,
  { login, memoryMiB }: { login: string; memoryMiB?: pulumi.Input<number> | undefined },
  warned: pulumi.Resource,
): boolean {
  if (!isPlain(args) || !isPlain(memoryMiB)) return false;
  const context = { login, loginKeys: [], memoryMiB: memoryMiB as number | undefined };
  checked(hostSpec(args as PlainArgs, context), warned);
  return true;
}

/**
 * The complete spec, or an error that lists every problem by the path of the caller's own argument. Warnings are logged
 * for `warned`, if there is one.
 */
export function checked(input: HostSpecInput, warned?: pulumi.Resource): HostSpec {
  const { problems, spec } = read(input);
  const mistakes = errors(problems);
  if (!spec || mistakes.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `the docker host's arguments have ${mistakes.length} problem${mistakes.length > 1 ? "s" : ""}:\n${describe(mistakes)}`,
      errors: mistakes.map(({ path, message }) => ({ propertyPath: path, reason: message })),
    });
  }
  const doubts = warnings(problems);
  if (warned && doubts.length > 0) void pulumi.log.warn(describe(doubts), warned);
  return spec;
}

function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isPlain);
  return true;
}
