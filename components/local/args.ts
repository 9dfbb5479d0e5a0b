// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostArgs } from "../docker-host-args";

/** A disk image on this machine, with cloud-init inside. */
export interface LocalImageArgs {
  /** What it is, for people; it is shown in the outputs. */
  name: pulumi.Input<string>;
  /** Absolute path of a qcow2 file. It is never written to: each machine has an overlay on it. */
  disk: pulumi.Input<string>;
  /** Absolute path of a kernel to boot directly. @default - the image's own boot loader */
  kernel?: pulumi.Input<string>;
  /** Absolute path of the initial RAM disk that belongs to `kernel`. */
  initrd?: pulumi.Input<string>;
  /** The kernel's command line; only with `kernel`. */
  kernelArgs?: pulumi.Input<string>;
}

/** A network between machines of this computer. It leads nowhere else, and every program of this computer can take part in it. */
export interface PrivateNetworkArgs {
  /** Machines with the same name are in the same network. @default - one of this stack alone */
  name?: pulumi.Input<string>;
  /**
   * The machine's own address in it, with the length of the network's prefix. It overlaps neither QEMU's 10.0.2.0/24 nor the
   * ranges from which Docker takes its networks.
   *
   * @example "10.70.0.11/24"
   */
  address: pulumi.Input<string>;
}

export interface LocalDockerHostArgs extends DockerHostArgs {
  /**
   * The disk image to boot. Another one replaces the machine.
   *
   * @default - Rocky's own GenericCloud image for this computer, downloaded once, verified, and kept in
   * `$XDG_CACHE_HOME/pulumi-docker-host/images` (`~/.cache/...`); a newer one replaces nothing
   */
  image?: pulumi.Input<LocalImageArgs>;
  /** Any text: another one, or none any more, replaces the machine by one from the newest image. @default - none */
  rotateImage?: pulumi.Input<string>;
  /**
   * Port on 127.0.0.1 that leads to the machine's SSH, one for each host. A change replaces the machine.
   *
   * @default 2222
   */
  sshPort?: pulumi.Input<number>;
  /** Memory in MiB; dnf needs about 1024 for itself. A change replaces the machine. @default 2048 */
  memoryMiB?: pulumi.Input<number>;
  /** Virtual processors. A change replaces the machine. @default 2 */
  cpus?: pulumi.Input<number>;
  /**
   * Size in GiB of the root disk, which takes only the space that is written to. A change replaces the machine.
   *
   * @default 20
   */
  diskGiB?: pulumi.Input<number>;
  /**
   * QEMU's accelerators, with `:` between: the first with which QEMU starts is taken. A change replaces the machine.
   *
   * @default "kvm:hvf:tcg"
   */
  accelerator?: pulumi.Input<string>;
  /**
   * Folder for the machine's disk, seed and `console.log`. Two machines never share one; a change replaces the machine.
   *
   * @default - `pulumi-docker-host/<project>/<stack>/<name>` in `$XDG_STATE_HOME`, or else in `~/.local/state`
   */
  directory?: string;
  /**
   * A folder of this computer that the guest reads at `http://10.0.2.100/`, for packages where there is no internet. A
   * change replaces the machine.
   *
   * @default - nothing is served
   */
  repositoryDirectory?: pulumi.Input<string>;
  /**
   * A second network interface, by which machines of this computer reach one another, as the members of a swarm have to. A change
   * replaces the machine.
   *
   * @default - none: a machine reaches no other one
   * @example { address: "10.70.0.11/24" }
   */
  privateNetwork?: pulumi.Input<PrivateNetworkArgs>;
}
