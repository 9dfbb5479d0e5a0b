// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerImageArgs } from "../bake/image-args";
import type { LocalImageArgs } from "./args";

export interface LocalDockerImageArgs extends DockerImageArgs {
  /**
   * The disk image that it is made from, which has to stay where it is made anew.
   *
   * @default - Rocky's own GenericCloud image for this computer, downloaded once, verified and kept
   */
  image?: pulumi.Input<LocalImageArgs>;
  /** Memory in MiB of the machine that becomes the image; dnf needs about 1024 for itself. @default 2048 */
  memoryMiB?: pulumi.Input<number>;
  /** Virtual processors of the machine that becomes the image. @default 2 */
  cpus?: pulumi.Input<number>;
  /** Size in GiB of the image's disk; that of a host is at least as large. @default 10 */
  diskGiB?: pulumi.Input<number>;
  /** QEMU's accelerators, with `:` between: the first with which QEMU starts is taken. @default "kvm:hvf:tcg" */
  accelerator?: pulumi.Input<string>;
  /**
   * A folder of this computer that the guest reads at `http://10.0.2.100/`, for packages where there is no internet.
   *
   * @default - nothing is served
   */
  repositoryDirectory?: pulumi.Input<string>;
}

/** An image that was made, as a host's `image` takes it. */
export interface LocalImage {
  /** Its own name. */
  name: string;
  /** Absolute path of its qcow2 file, in the cache. */
  disk: string;
  /** The kernel of the image that it was made from, where that is booted directly. */
  kernel?: string;
  /** The initial RAM disk of that kernel. */
  initrd?: string;
  /** The command line of that kernel. */
  kernelArgs?: string;
}
