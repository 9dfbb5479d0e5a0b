// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { KeyType } from "../cloud-init/key-type";
import type { AccessChange } from "./access/access-change";
import type { DockerArgs } from "./docker-args";
import type { HealthArgs } from "./health/health-args";
import type { RegistryArgs, SecretFileArgs } from "./secrets/args";

/** A user that the machine has. */
export interface UserArgs {
  /** At most 32 lower-case letters, digits, `-`, `_` or `.`, beginning with a letter or `_`. */
  name: pulumi.Input<string>;
  /**
   * Public keys, one authorized_keys line each, with sshd's options before it or without: ed25519, ECDSA, those of
   * security keys, or RSA of at least 2048 bits.
   *
   * @default - nobody can log in as this user over SSH
   */
  sshAuthorizedKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /** Passwordless sudo for everything. @default false */
  sudo?: pulumi.Input<boolean>;
  /** Absolute path of the login shell. @default "/bin/bash" */
  shell?: pulumi.Input<string>;
  /** Further groups, made where they do not exist. For `docker` see `dockerUsers`. @default - only the user's own */
  groups?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A file written on first boot. */
export interface FileArgs {
  /** Absolute path; missing folders are made. */
  path: pulumi.Input<string>;
  /**
   * As Linux reads texts: `\r\n` becomes `\n`, as everywhere in user data, and a byte order mark is taken off. What has to
   * keep them goes in base64 into `cloudConfig.write_files`.
   */
  content: pulumi.Input<string>;
  /** Octal digits. @default "0644" */
  permissions?: pulumi.Input<string>;
  /** `user:group`. A file of another owner, or below `/home`, is written when the users are there. @default "root:root" */
  owner?: pulumi.Input<string>;
}

/** A key pair of the caller's own for the image's login. */
export interface SshKeyArgs {
  /** In OpenSSH, PEM or PKCS#8 form, without passphrase: ed25519, ECDSA, or RSA of at least 2048 bits. Make it a secret. */
  privateKey: pulumi.Input<string>;
}

/**
 * What every Docker host takes. Who may use it (`users`, `dockerUsers`, `loginKeys`) and its secrets (`secretFiles`,
 * `registries`) change on the running machine, which stays with its containers. All else but `health` is applied on first
 * boot only: a change replaces the machine. A preview says which it will be, and names what has changed.
 */
export interface DockerHostArgs {
  /**
   * Users to create. A change is made on the running machine. Who is taken out is locked, loses sudo, keys, groups and open
   * sessions, and keeps the home folder. Keys and groups that others have given on the machine stay for who stays.
   *
   * @default - only the image's own login exists
   */
  users?: pulumi.Input<pulumi.Input<UserArgs>[]>;
  /**
   * Login names put into the `docker` group, which is equivalent to root on the machine. Each is declared in `users`,
   * the image's login, or already on the image. A change is made on the running machine; the sessions of who is taken out
   * end, but for those of the image's login.
   *
   * @default - only the image's own login (`rocky`)
   * @example ["rocky", "ci"]
   */
  dockerUsers?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Further public keys of the image's login, which may use sudo. A change is made on the running machine. Its own key, with
   * which the health check comes, is not named here.
   *
   * @default - only its own key
   */
  loginKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * What a change of `users`, `dockerUsers` and `loginKeys` does: `inPlace` makes it on the running machine, `replace` has
   * another machine take its place. A machine whose access was changed in place is replaced once when this becomes `replace`.
   *
   * @default "inPlace"
   */
  accessChange?: AccessChange;
  /** @default - see each option */
  docker?: pulumi.Input<DockerArgs>;
  /**
   * The key of the image's login, with which the health check logs in. Another one replaces the machine.
   *
   * @default - one of `keyType` that is made on the first `up` and kept in the state as a secret
   */
  sshKey?: pulumi.Input<SshKeyArgs>;
  /**
   * The kind of the SSH keys of the machine and, where `sshKey` is not given, of its login: `ed25519` or `ecdsa` (P-256).
   * An image in FIPS mode takes only `ecdsa`.
   *
   * @default "ed25519"
   */
  keyType?: KeyType;
  /** Size of a swap file in MiB, made before dnf runs. @default - no swap */
  swapMiB?: pulumi.Input<number>;
  /**
   * Kernel parameters. The modules of those of bridges, connection tracking and IPVS are loaded before.
   * @default - the image's own
   * @example { "vm.max_map_count": "262144" }
   */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Kernel modules loaded now and on each boot. @default - the image's own @example ["ip_tables"] */
  kernelModules?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Opened in firewalld's default zone, for what runs outside of containers: Docker opens published ports itself.
   * Rocky's images have no firewalld, but for Google's: add it to `docker.packages`.
   * @default - none
   * @example ["9100/tcp", "6000-6010/udp"]
   */
  firewalldPorts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Connections to sshd that have not logged in yet. Compose over SSH opens many. @default - 10, the image's own */
  sshMaxStartups?: pulumi.Input<number>;
  /** Sessions over one SSH connection. @default - 10, the image's own */
  sshMaxSessions?: pulumi.Input<number>;
  /** Installs security updates each day, except Docker's packages: their update restarts the daemon. @default false */
  securityUpdates?: pulumi.Input<boolean>;
  /** Minutes after its creation, on Google Cloud after its last start, at which the machine ends, at least 15. @default - never */
  ttlMinutes?: pulumi.Input<number>;
  /** Files written before Docker is installed. Not for secrets, as user data can be read on the machine: see `secretFiles`. @default - none */
  files?: pulumi.Input<pulumi.Input<FileArgs>[]>;
  /**
   * Shell command lines that run once, as root, after the installation of Docker, also where that has failed.
   *
   * @default - none
   * @example ["docker network create web"]
   */
  commands?: pulumi.Input<pulumi.Input<string>[]>;
  /** Merged on top of ours: maps merge, lists are appended, your scalars win. @default - nothing */
  cloudConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
  /**
   * Files with secrets, which the machine gets over SSH when its first boot is over, and again whenever they change here or
   * there: they are in no user data. A change replaces nothing; what is named no more is removed from the machine.
   *
   * @default - none
   * @example [{ path: "/etc/app/token", content: config.requireSecret("token"), owner: "root:app", permissions: "0640" }]
   */
  secretFiles?: pulumi.Input<pulumi.Input<SecretFileArgs>[]>;
  /**
   * Registries of images at which users of the machine are logged in, as `docker login` does it: the password stands in
   * the user's `~/.docker/config.json`. The check asks each of them by the engine. A change replaces nothing; where a
   * login is named no more, it is taken out of the file.
   *
   * @default - none
   * @example [{ host: "registry.example", username: "robot", password: config.requireSecret("robot") }]
   */
  registries?: pulumi.Input<pulumi.Input<RegistryArgs>[]>;
  /** Limits and options of the check that ends every `up`; a change runs the check again. @default - see each option */
  health?: HealthArgs;
}
