// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerTemplateArgs } from "../template-args";
import type { GcpServiceAccountArgs } from "./args";

/** A change makes another template, for machines that are made from then on. */
export interface GcpDockerTemplateArgs extends DockerTemplateArgs {
  /** Compute Engine's type of machine; Arm types get the arm64 image. @default "e2-medium", with 2 shared processors and 4 GiB of memory */
  machineType?: pulumi.Input<string>;
  /**
   * The image to boot: that of a `GcpDockerImage` saves each machine its installation. Of a family, as
   * `projects/P/global/images/family/F`, each machine boots what is then the newest.
   *
   * @default - the newest of `rocky-linux-9-optimized-gcp` when the template is made; a newer one changes nothing
   */
  image?: pulumi.Input<string>;
  /**
   * Any text: with another one, or none any more, the template names what is then the newest image. Machines that run stay
   * until their group makes others. @default - none
   */
  rotateImage?: pulumi.Input<string>;
  /** Size of the boot disk in GiB, at least that of the image. @default 30 */
  diskGiB?: pulumi.Input<number>;
  /** Google's type of the boot disk. @default - `"pd-balanced"`; `"hyperdisk-balanced"` for machines that take no other */
  diskType?: pulumi.Input<string>;
  /**
   * Key of Cloud KMS for the boot disk, as `projects/P/locations/L/keyRings/R/cryptoKeys/K`, without a version. Compute
   * Engine's service agent must be allowed to use it. @default - Google's own keys
   */
  kmsKey?: pulumi.Input<string>;
  /** Name or self link of the network. @default "default" */
  network?: pulumi.Input<string>;
  /** Subnetwork of the machines, by self link: with a mere name, the provider's region counts. @default - the network's own in the region */
  subnetwork?: pulumi.Input<string>;
  /** Gives each machine a public address; without one, Cloud NAT or a proxy has to lead to packages. @default false */
  publicAddress?: pulumi.Input<boolean>;
  /** Tags of the machines for firewall rules, as none is made here. @default - none */
  networkTags?: pulumi.Input<pulumi.Input<string>[]>;
  /** An identity for the machines, whose tokens every container can read. @default - none, so no container can act as it */
  serviceAccount?: pulumi.Input<GcpServiceAccountArgs>;
  /** Secure Boot; off for kernel modules that nobody signed. @default true */
  secureBoot?: pulumi.Input<boolean>;
  /** Spot machines: cheaper, but Google may stop them at any moment. @default false */
  spot?: pulumi.Input<boolean>;
  /** Further metadata of the machines. Keys that we need are refused. @default - only our own */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Labels for the machines and their disks; yours win. @default - `project`, `stack`, `host` (the template's name) */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
