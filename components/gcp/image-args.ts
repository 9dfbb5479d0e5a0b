// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { DockerImageArgs } from "../bake/image-args";
import type { GcpServiceAccountArgs } from "./args";
import type { GcpConnectVia, GcpHostKeyFrom, GcpPublicAddress } from "./choices";

/** Most of it is about the machine that becomes the image, which is gone when that is there. */
export interface GcpDockerImageArgs extends DockerImageArgs {
  /**
   * The family of the image. As a host's `image`, `projects/P/global/images/family/F` is the newest of it. An image is looked
   * for, before one is made, in its family alone; so give the images of each purpose one of their own.
   *
   * @default "docker-host", with "-arm64" behind it for Arm types
   */
  family?: pulumi.Input<string>;
  /**
   * The image that it is made from: its self link, `project/image` or `project/family`.
   *
   * @default - the newest of `rocky-linux-9-optimized-gcp` when the image is made
   */
  image?: pulumi.Input<string>;
  /** Size of the image in GiB, at least that of what it is made from; a host's disk is at least as large. @default 20 */
  diskGiB?: pulumi.Input<number>;
  /**
   * Key of Cloud KMS for the image, as `projects/P/locations/L/keyRings/R/cryptoKeys/K`, without a version. Compute Engine's
   * service agent must be allowed to use it, now and where a host is made.
   *
   * @default - Google's own keys
   */
  kmsKey?: pulumi.Input<string>;
  /**
   * The region, or `us`, `eu` or `asia`, in which Google keeps the image. Hosts may be anywhere.
   *
   * @default - that of `kmsKey`, where it has one; else the multi-region that is nearest
   */
  storageLocation?: pulumi.Input<string>;
  /** Labels of the image and of the machine; yours win. @default - only our own */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The zone of the machine. @default - the provider's (`gcp:zone`) */
  zone?: pulumi.Input<string>;
  /** Compute Engine's type of the machine. An Arm type makes another image, for Arm types. @default "e2-medium" */
  machineType?: pulumi.Input<string>;
  /** Google's type of the machine's disk. @default - as for a host */
  diskType?: pulumi.Input<string>;
  /** Name or self link of the machine's network. @default "default" */
  network?: pulumi.Input<string>;
  /** Subnetwork of the machine, by name or self link; with a firewall rule, name its `network` as well. @default - the network's own in the region */
  subnetwork?: pulumi.Input<string>;
  /** The machine's public address: `ephemeral`, or `none` with a way in and Cloud NAT or a proxy for packages. @default "ephemeral" */
  publicAddress?: GcpPublicAddress;
  /**
   * Networks that may open SSH connections to the machine, IPv4 in CIDR form.
   *
   * @default - must be given, unless `connectVia`, `iapTunnelPort`, `proxy` or `networkTags` is
   * @example ["203.0.113.0/24"]
   */
  sshSourceRanges?: pulumi.Input<pulumi.Input<string>[]>;
  /** Lets SSH be open to networks wider than `/8`, such as `0.0.0.0/0`. @default false */
  allowSshFromAnywhere?: boolean;
  /** A command line of Google Cloud that leads to the machine: `iap` is Identity-Aware Proxy. @default "none" */
  connectVia?: GcpConnectVia;
  /** Port on 127.0.0.1 at which you keep a tunnel of Identity-Aware Proxy open to the machine. @default - no tunnel */
  iapTunnelPort?: pulumi.Input<number>;
  /** A bastion through which SSH goes, to the machine's internal address. Set its `hostKey`. @default - none */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>;
  /** Tags of the machine for firewall rules of your own. @default - none */
  networkTags?: pulumi.Input<pulumi.Input<string>[]>;
  /** An identity for the machine, with which `commands` may fetch what is not public. @default - none */
  serviceAccount?: pulumi.Input<GcpServiceAccountArgs>;
  /** Secure Boot of the machine. @default true */
  secureBoot?: pulumi.Input<boolean>;
  /** How the machine's SSH key is known: `guestAttributes`, `injected` or `unchecked`. @default "guestAttributes" */
  hostKeyFrom?: GcpHostKeyFrom;
  /** Further metadata of the machine. Keys that we need are refused. @default - only our own */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
