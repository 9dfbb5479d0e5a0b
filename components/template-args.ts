// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { OnBootFailure } from "../cloud-init/on-boot-failure";
import type { DockerArgs } from "./docker-args";
import type { FileArgs, UserArgs } from "./docker-host-args";

/**
 * What every template tells the machines that are made from it. They are the business of a group of yours: a change is for
 * those that it makes from then on, and one that runs keeps what it was told.
 */
export interface DockerTemplateArgs {
  /** Users to create. @default - only the image's own login exists */
  users?: pulumi.Input<pulumi.Input<UserArgs>[]>;
  /**
   * Login names put into the `docker` group, which is equivalent to root on the machine. Each is declared in `users`,
   * the image's login, or already on the image.
   *
   * @default - only the image's own login (`rocky`)
   * @example ["rocky", "ci"]
   */
  dockerUsers?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Public keys that may log in as the image's login, one authorized_keys line each. No private key is in a template: each
   * machine makes its own host key.
   *
   * @default - nobody can log in as the image's login over SSH
   */
  loginKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /** Which Docker, and how it is set up. An image that has it already saves its installation. @default - see each option */
  docker?: pulumi.Input<DockerArgs>;
  /** Size of a swap file in MiB, made before dnf runs. @default - no swap */
  swapMiB?: pulumi.Input<number>;
  /**
   * Kernel parameters. The modules of those of bridges, connection tracking and IPVS are loaded before.
   *
   * @default - the image's own
   * @example { "vm.max_map_count": "262144" }
   */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Kernel modules loaded now and on each boot. @default - the image's own @example ["ip_tables"] */
  kernelModules?: pulumi.Input<pulumi.Input<string>[]>;
  /** Ports that firewalld lets in, beside Docker's published ones; it is not on Rocky's own images. @default - none */
  firewalldPorts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Connections to sshd that have not logged in yet. Compose over SSH opens many. @default - 10, the image's own */
  sshMaxStartups?: pulumi.Input<number>;
  /** Sessions over one SSH connection. @default - 10, the image's own */
  sshMaxSessions?: pulumi.Input<number>;
  /** Installs security updates each day, except Docker's packages: their update restarts the daemon. @default false */
  securityUpdates?: pulumi.Input<boolean>;
  /** Files written before Docker is installed. Not for secrets: user data can be read on the machine. @default - none */
  files?: pulumi.Input<pulumi.Input<FileArgs>[]>;
  /**
   * Shell command lines that run once, as root, after the installation of Docker: on a machine on which that works or, with
   * `onBootFailure: "keep"`, on any.
   *
   * @default - none
   * @example ["docker pull registry.example.com/build:1"]
   */
  commands?: pulumi.Input<pulumi.Input<string>[]>;
  /** Merged on top of ours: maps merge, lists are appended, your scalars win. @default - nothing */
  cloudConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
  /**
   * What a machine does whose installation fails, or on which Docker, one of `dockerUsers` or a container does not work after
   * it, or that has not come to its end in 30 minutes: `powerOff` ends it, so that its group makes another, and the last lines
   * of its console say why; `keep` leaves it on, to be looked at.
   *
   * @default "powerOff"
   */
  onBootFailure?: pulumi.Input<OnBootFailure>;
}
