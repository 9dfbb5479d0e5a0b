// SPDX-License-Identifier: Apache-2.0
import type { AddressPoolSpec, DockerSpec, UlimitSpec } from "./docker-spec";
import type { FileSpec, HostSpec, KeyPair, UserSpec } from "./spec";

/** What a value must be made of before anything can be said about what it means. */
export type Shape = "text" | "number" | "boolean" | "tree" | { list: Shape } | { map: Shape } | { fields: Fields };
export type Fields = Record<string, Field>;
interface Field {
  shape: Shape;
  required?: boolean;
}
/** Each field of a type has a shape, or this does not compile. */
type ShapesOf<T> = Record<keyof Required<T>, Field>;

const text = { shape: "text" } as const;
const number = { shape: "number" } as const;
const flag = { shape: "boolean" } as const;
const tree = { shape: "tree" } as const;
const texts = { shape: { list: "text" } } as const;
const textMap = { shape: { map: "text" } } as const;
const needed = { required: true } as const;

const user: ShapesOf<UserSpec> = {
  name: { ...text, ...needed },
  sshAuthorizedKeys: texts,
  sudo: flag,
  shell: text,
  groups: texts,
};
const file: ShapesOf<FileSpec> = {
  path: { ...text, ...needed },
  content: { ...text, ...needed },
  permissions: text,
  owner: text,
};
const keyPair: ShapesOf<KeyPair> = { privateKey: { ...text, ...needed }, publicKey: { ...text, ...needed } };
const addressPool: ShapesOf<AddressPoolSpec> = { base: { ...text, ...needed }, size: { ...number, ...needed } };
const ulimit: ShapesOf<UlimitSpec> = {
  name: { ...text, ...needed },
  soft: { ...number, ...needed },
  hard: { ...number, ...needed },
};
const docker: ShapesOf<DockerSpec> = {
  version: text,
  containerdVersion: text,
  channel: text,
  repository: text,
  gpgKeyUrl: text,
  gpgFingerprint: text,
  compose: flag,
  buildx: flag,
  packages: texts,
  versionLock: flag,
  daemonConfig: tree,
  logDriver: text,
  logMaxSizeMiB: number,
  logMaxFiles: number,
  registryMirrors: texts,
  insecureRegistries: texts,
  registryCertificates: textMap,
  addressPools: { shape: { list: { fields: addressPool } } },
  proxy: text,
  noProxy: texts,
  dataRoot: text,
  liveRestore: flag,
  defaultUlimits: { shape: { list: { fields: ulimit } } },
  selinuxSeparation: flag,
  hardened: flag,
  pruneSchedule: text,
  pruneMinAgeHours: number,
};
export const hostShape: ShapesOf<HostSpec> = {
  login: { ...text, ...needed },
  loginKeys: texts,
  users: { shape: { list: { fields: user } } },
  dockerUsers: texts,
  docker: { shape: { fields: docker } },
  hostKey: { shape: { fields: keyPair } },
  swapMiB: number,
  sysctls: textMap,
  kernelModules: texts,
  firewalldPorts: texts,
  sshMaxStartups: number,
  sshMaxSessions: number,
  securityUpdates: flag,
  ttlMinutes: number,
  files: { shape: { list: { fields: file } } },
  commands: texts,
  cloudConfig: tree,
  memoryMiB: number,
};
