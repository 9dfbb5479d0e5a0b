// SPDX-License-Identifier: Apache-2.0
import type { DockerSpec } from "./docker-spec";
import type { KeyType } from "./key-type";
import type { OnBootFailure } from "./on-boot-failure";

/**
 * What one guest is told: plain data, resolved and complete, from which the user data is rendered. Where an optional
 * field is absent, the image keeps its own setting.
 */
export interface HostSpec {
  /** The image's own login, which cloud-init calls the default user (`rocky` on Rocky Linux images). */
  login: string;
  /** Public keys that may log in as {@link login}. */
  loginKeys: string[];
  /** Users that cloud-init creates, in addition to the image's own login. */
  users: UserSpec[];
  /** Names put into the `docker` group: declared in {@link users}, the login, or already on the image. */
  dockerUsers: string[];
  docker: DockerSpec;
  /** The machine's own SSH key, ed25519 or ECDSA, so that the first connection can already verify it. */
  hostKey?: KeyPair;
  /** The kind of the keys that are made for the machine and its login: what other keys are held against. */
  keyType: KeyType;
  /** Size of `/swapfile` in MiB, made before anything is installed. Absent: no swap. */
  swapMiB?: number;
  /** Kernel parameters by name, such as `vm.max_map_count`. Modules that they need are loaded as well. */
  sysctls: Record<string, string>;
  /** Kernel modules loaded now and on each boot. */
  kernelModules: string[];
  /** Ports to open in firewalld's default zone: `8080/tcp`, `6000-6010/udp`. Docker opens published ports itself. */
  firewalldPorts: string[];
  /** sshd's MaxStartups: connections that have not logged in yet. Absent: 10, then some are dropped at random. */
  sshMaxStartups?: number;
  /** sshd's MaxSessions: sessions over one connection. Absent: 10. */
  sshMaxSessions?: number;
  /** Installs security updates each day; Docker's packages are left out, because an update restarts the daemon. */
  securityUpdates: boolean;
  /** Minutes after its creation at which the machine powers itself off. Absent: never. */
  ttlMinutes?: number;
  /** Files written on first boot, before Docker is installed. */
  files: FileSpec[];
  /** Shell command lines that run once, as root, after the install script, even where that has failed. */
  commands: string[];
  /**
   * `powerOff`: where the installation fails, or Docker, one of {@link dockerUsers} or a container does not work after it,
   * or none of it has come to its end in 30 minutes, the machine says why on its console and powers itself off.
   * {@link commands} run only where it did not. `keep`: it stays on.
   */
  onBootFailure: OnBootFailure;
  /** The caller's cloud-config, merged on top by the rule in merge.ts. */
  cloudConfig: CloudConfig;
  /** Memory of the machine in MiB, where it is known: only for a warning. */
  memoryMiB?: number;
}

/** A user that cloud-init creates on first boot. */
export interface UserSpec {
  /** Linux login name: at most 32 lower-case letters, digits, `-`, `_` and `.`, beginning with a letter or `_`. */
  name: string;
  /** Public keys in authorized_keys form. Without any, nobody can log in as this user over SSH. */
  sshAuthorizedKeys: string[];
  /** Passwordless sudo for everything. */
  sudo: boolean;
  /** Absolute path of the login shell. */
  shell: string;
  /** Further groups; cloud-init makes those that do not exist. For the group `docker` there is `dockerUsers`. */
  groups: string[];
}

/** A file written on first boot. */
export interface FileSpec {
  /** Absolute path; missing folders are made. */
  path: string;
  content: string;
  /** Octal digits, such as `0644`. */
  permissions: string;
  /** `user:group`. A file of another owner than root, or below `/home`, is written when the users are there. */
  owner: string;
}

/** An OpenSSH private key and the authorized_keys line of its public half. */
export interface KeyPair {
  privateKey: string;
  publicKey: string;
}

/** A tree of YAML values. */
export interface CloudConfig {
  [key: string]: CloudConfigValue;
}
export type CloudConfigValue = string | number | boolean | null | CloudConfigValue[] | CloudConfig;

/** An error or a warning about what the caller wrote. */
export interface Problem {
  /** A spec with an `error` cannot be rendered. One with a `warning` can, but is likely to be regretted. */
  severity: "error" | "warning";
  /** Where, in the caller's own names: `users[1].sshAuthorizedKeys[0]`. */
  path: string;
  /** What is wrong, what is allowed and what to change. */
  message: string;
  /**
   * For programs, because messages may change: the argument's path without indexes, such as `users/sshAuthorizedKeys`,
   * with `/missing` or `/kind` behind it where there is no value that could be checked; or a name, such as
   * `unknown-name`.
   */
  code: string;
}
