// SPDX-License-Identifier: Apache-2.0
import type { AddressPoolSpec, DockerSpec, UlimitSpec } from "./docker-spec";
import { boolean, fields, list, map, number, required, type ShapesOf, string, tree } from "./shape";
import type { FileSpec, HostSpec, KeyPair, UserSpec } from "./spec";

const strings = list(string);

const user: ShapesOf<UserSpec> = {
  name: required(string),
  sshAuthorizedKeys: strings,
  sudo: boolean,
  shell: string,
  groups: strings,
};
const file: ShapesOf<FileSpec> = {
  path: required(string),
  content: required(string),
  permissions: string,
  owner: string,
};
const keyPair: ShapesOf<KeyPair> = { privateKey: required(string), publicKey: required(string) };
const addressPool: ShapesOf<AddressPoolSpec> = { base: required(string), size: required(number) };
const ulimit: ShapesOf<UlimitSpec> = { name: required(string), soft: required(number), hard: required(number) };
const docker: ShapesOf<DockerSpec> = {
  version: string,
  containerdVersion: string,
  channel: string,
  repository: string,
  gpgKeyUrl: string,
  gpgFingerprint: string,
  compose: boolean,
  buildx: boolean,
  packages: strings,
  versionLock: boolean,
  daemonConfig: tree,
  logDriver: string,
  logMaxSizeMiB: number,
  logMaxFiles: number,
  registryMirrors: strings,
  insecureRegistries: strings,
  registryCertificates: map(string),
  addressPools: list(fields(addressPool)),
  proxy: string,
  noProxy: strings,
  dataRoot: string,
  liveRestore: boolean,
  defaultUlimits: list(fields(ulimit)),
  selinuxSeparation: boolean,
  hardened: boolean,
  pruneSchedule: string,
  pruneMinAgeHours: number,
};

/** The kind of each member of a {@link HostSpec}. All other rules for its values are in validate/. */
export const hostShape = {
  login: required(string),
  loginKeys: strings,
  users: list(fields(user)),
  dockerUsers: strings,
  docker: fields(docker),
  hostKey: fields(keyPair),
  keyType: string,
  swapMiB: number,
  sysctls: map(string),
  kernelModules: strings,
  firewalldPorts: strings,
  sshMaxStartups: number,
  sshMaxSessions: number,
  securityUpdates: boolean,
  ttlMinutes: number,
  files: list(fields(file)),
  commands: strings,
  onBootFailure: string,
  cloudConfig: tree,
  memoryMiB: number,
} satisfies ShapesOf<HostSpec>;
