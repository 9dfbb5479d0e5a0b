// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerArgs } from "../docker-args";
import type { FileArgs } from "../docker-host-args";
import type { HealthArgs } from "../health/health-args";

/**
 * What every image takes. It brings its hosts packages, and what `files` and `commands` have made. All else a host says by its
 * own arguments: an image has no users, keys, swap file, or configuration of Docker.
 */
export interface DockerImageArgs {
  /**
   * Which Docker. What is no package, such as `daemonConfig` and `proxy`, counts while the image is made, and is not in it.
   *
   * @default - see each option
   */
  docker?: pulumi.Input<DockerArgs>;
  /** Size of a swap file in MiB, for as long as the image is made. @default - no swap */
  swapMiB?: pulumi.Input<number>;
  /** Kernel parameters, for as long as the image is made. @default - the base image's own */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Kernel modules, for as long as the image is made. @default - the base image's own */
  kernelModules?: pulumi.Input<pulumi.Input<string>[]>;
  /** Brings the package of daily security updates; a host turns them on by its own argument. @default false */
  securityUpdates?: pulumi.Input<boolean>;
  /** Files that stay in the image, written before Docker is installed. Not for secrets. @default - none */
  files?: pulumi.Input<pulumi.Input<FileArgs>[]>;
  /**
   * Shell command lines that run once, as root, after the installation of Docker, while the image is made. Containers, images
   * and volumes that they make are not in the image.
   *
   * @default - none
   * @example ["dnf -y install git-core"]
   */
  commands?: pulumi.Input<pulumi.Input<string>[]>;
  /** Merged on top of ours while the image is made; what it does to the disk stays in the image. @default - nothing */
  cloudConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
  /** Any text: another one makes another image, with the newest packages and base image. @default - none */
  rotateImage?: pulumi.Input<string>;
  /**
   * Whether the image stays when the stack is destroyed, or another one takes its place. With `false` all images of these
   * arguments are removed then that nothing uses, also those that another stack has found: keep what several stacks share.
   *
   * @default true
   */
  retain?: pulumi.Input<boolean>;
  /** Limits and options of the check that the machine has to pass before it becomes an image. @default - see each option */
  health?: HealthArgs;
}

/** What every image gives, once it is there. */
export interface DockerImageOutputs {
  /** Its own name, which no other image has. */
  imageName: pulumi.Output<string>;
  /** The image that it was made from. */
  baseImage: pulumi.Output<string>;
  /** Of what was asked for: the same digest, the same content. */
  digest: pulumi.Output<string>;
  /** When it was made, in ISO 8601. */
  bakedAt: pulumi.Output<string>;
  /** The Docker Engine in it. */
  dockerVersion: pulumi.Output<string>;
  /** The packages that were asked for, as rpm names them. */
  packages: pulumi.Output<string[]>;
}
