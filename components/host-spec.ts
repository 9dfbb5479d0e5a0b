// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { defaults, describe, type HostSpec, validate } from "../cloud-init";
import type { DockerHostArgs } from "./docker-host";

type PlainArgs = pulumi.Unwrap<DockerHostArgs>;

/** What a platform knows about its image, before the machine exists. */
export interface SpecContext {
  login: string;
  loginKeys: string[];
  hostKey?: HostSpec["hostKey"];
}

/** Arguments with every default filled in. */
export function hostSpec(args: PlainArgs, { login, loginKeys, hostKey }: SpecContext): HostSpec {
  const docker = args.docker ?? {};
  return {
    login,
    loginKeys,
    ...(hostKey && { hostKey }),
    users: (args.users ?? []).map(({ name, sshAuthorizedKeys = [], sudo = false }) => ({
      name,
      sshAuthorizedKeys,
      sudo,
    })),
    dockerUsers: args.dockerUsers ?? [login],
    docker: {
      ...(docker.version !== undefined && { version: docker.version }),
      repositoryUrl: docker.repositoryUrl ?? defaults.repositoryUrl,
      gpgFingerprint: docker.gpgFingerprint ?? defaults.gpgFingerprint,
      packages: docker.packages ?? [],
      daemonConfig: docker.daemonConfig ?? {},
    },
    cloudConfig: args.cloudConfig ?? {},
  };
}

/**
 * Throws at once, in the constructor, where the arguments are plain values. Where one is an Output, the same check runs
 * when it is known, by {@link checked}.
 */
export function checkPlain(args: DockerHostArgs, login: string): void {
  if (isPlain(args)) checked(hostSpec(args as PlainArgs, { login, loginKeys: [] }));
}

/** The spec itself, or an error that lists every problem by the path of the caller's own argument. */
export function checked(spec: HostSpec): HostSpec {
  const problems = validate(spec);
  if (problems.length === 0) return spec;
  throw new pulumi.InputPropertiesError({
    message: `the docker host's arguments have ${problems.length} problem${problems.length > 1 ? "s" : ""}:\n${describe(problems)}`,
    errors: problems.map(({ path, message }) => ({ propertyPath: path, reason: message })),
  });
}

function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isPlain);
  return true;
}
