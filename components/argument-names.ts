// SPDX-License-Identifier: Apache-2.0
// Which arguments there are. An interface says so to the compiler, and a table of its names to whoever looks at values.
import type * as command from "@pulumi/command";

import type { DockerHostArgs, SshKeyArgs } from "./docker-host-args";

/** A table of all names of an interface: with one too few, or one too many, it does not compile. */
export type NamesOf<T> = Record<keyof T, unknown>;

/** The arguments that the guest is told about. */
export const guestNames = {
  users: true,
  dockerUsers: true,
  docker: true,
  swapMiB: true,
  sysctls: true,
  kernelModules: true,
  firewalldPorts: true,
  sshMaxStartups: true,
  sshMaxSessions: true,
  securityUpdates: true,
  ttlMinutes: true,
  files: true,
  commands: true,
  cloudConfig: true,
} as const satisfies Partial<NamesOf<DockerHostArgs>>;

/** Those of every host. */
export const hostNames: NamesOf<DockerHostArgs> = { ...guestNames, sshKey: true, health: true };

export const sshKeyNames: NamesOf<SshKeyArgs> = { privateKey: true };

export const proxyNames: NamesOf<command.types.input.remote.ProxyConnectionArgs> = {
  host: true,
  port: true,
  user: true,
  password: true,
  privateKey: true,
  privateKeyPassword: true,
  agentSocketPath: true,
  hostKey: true,
  perDialTimeout: true,
  dialErrorLimit: true,
};
