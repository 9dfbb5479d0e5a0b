// SPDX-License-Identifier: Apache-2.0

/** What one guest is told: plain data, resolved and complete, from which the user data is rendered. */
export interface HostSpec {
  /** The image's own login, which cloud-init calls the default user (`rocky` on Rocky Linux images). */
  login: string;
  /** Public keys that may log in as {@link login}. */
  loginKeys: string[];
  /** Users that cloud-init creates, beside the image's own login. */
  users: UserSpec[];
  /** Names put into the `docker` group: declared in {@link users}, the login, or already on the image. */
  dockerUsers: string[];
  docker: DockerSpec;
  /** The machine's own ed25519 SSH key, so that the first connection can already verify it. */
  hostKey?: KeyPair;
  /** The caller's cloud-config, merged on top by the rule in merge.ts. */
  cloudConfig: CloudConfig;
}

/** A user that cloud-init creates on first boot. */
export interface UserSpec {
  /** Linux login name: at most 32 of lower-case letters, digits, `-` and `_`, beginning with a letter or `_`. */
  name: string;
  /** Public keys in authorized_keys form. Without any, nobody can log in as this user over SSH. */
  sshAuthorizedKeys: string[];
  /** Passwordless sudo for everything. */
  sudo: boolean;
}

export interface DockerSpec {
  /** Exact engine version such as `27.5.1`, without epoch; absent installs the repository's newest. */
  version?: string;
  /** Folder that holds `gpg` and `9/<arch>/stable/`, as Docker's own download site does. */
  repositoryUrl: string;
  /** Fingerprint of the only key that the repository's `gpg` file may hold: 40 upper-case hexadecimal digits. */
  gpgFingerprint: string;
  /** Further packages by name, installed in the same transaction. */
  packages: string[];
  /** Content of `/etc/docker/daemon.json`; in place before dockerd starts for the first time. */
  daemonConfig: CloudConfig;
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

/** One mistake in what the caller wrote. */
export interface Problem {
  /** Where, in the caller's own names: `users[1].sshAuthorizedKeys[0]`. */
  path: string;
  /** What is wrong, what is allowed and what to change. */
  message: string;
}
