// SPDX-License-Identifier: Apache-2.0
// One row for each argument that every host has. The kinds of the guest's arguments are in cloud-init/host-shape.ts.
import { KeyType } from "../cloud-init";
import { hostShape } from "../cloud-init/host-shape";
import { decisive, fields, plain, required, ruled, type Shape, string } from "../cloud-init/shape";
import { inPlace, nothing, oneOf, replaces, type Rows, type Table } from "./arguments/row";
import type { DockerHostArgs, SshKeyArgs } from "./docker-host-args";
import { AccessChange } from "./access/access-change";
import { healthShape } from "./health/rules";
import { registries, secretFiles } from "./secrets/rules";
import { privateKeyProblems } from "./ssh-identity";

/** The arguments that the guest is told at its first boot. */
export const guestRows = {
  users: inPlace(hostShape.users),
  dockerUsers: inPlace(hostShape.dockerUsers),
  loginKeys: inPlace(hostShape.loginKeys),
  docker: replaces(hostShape.docker),
  keyType: replaces(plain(oneOf(...Object.values(KeyType)))),
  swapMiB: replaces(hostShape.swapMiB),
  sysctls: replaces(hostShape.sysctls),
  kernelModules: replaces(hostShape.kernelModules),
  firewalldPorts: replaces(hostShape.firewalldPorts),
  sshMaxStartups: replaces(hostShape.sshMaxStartups),
  sshMaxSessions: replaces(hostShape.sshMaxSessions),
  securityUpdates: replaces(hostShape.securityUpdates),
  ttlMinutes: replaces(hostShape.ttlMinutes),
  files: replaces(hostShape.files),
  commands: replaces(hostShape.commands),
  cloudConfig: replaces(hostShape.cloudConfig),
} satisfies Partial<Table<DockerHostArgs>>;

const sshKey = { privateKey: required(ruled(string, privateKeyProblems)) } satisfies Record<keyof SshKeyArgs, Shape>;

/** The other arguments: a component checks them in its constructor, or when they are known. */
const ownRows = {
  sshKey: replaces(decisive(fields(sshKey))),
  accessChange: nothing(plain(oneOf(...Object.values(AccessChange)))),
  secretFiles: inPlace(secretFiles),
  registries: inPlace(registries),
  health: nothing(healthShape),
} satisfies Partial<Table<DockerHostArgs>>;

export const hostRows: Table<DockerHostArgs> = { ...guestRows, ...ownRows };

/** The rows that no other platform has. */
export function ofPlatform(rows: Rows): Rows {
  return without(rows, hostRows);
}

/** All rows but those of the guest, which are checked as a whole spec when they are known. */
export function besideTheGuest(rows: Rows): Rows {
  return without(rows, guestRows);
}

/** All rows but those that the others have as well. */
export function without(rows: Rows, others: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([name, row]) => row !== others[name]));
}
