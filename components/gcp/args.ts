// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostArgs } from "../docker-host-args";
import type { GcpConnectVia, GcpHostKeyFrom, GcpPublicAddress } from "./choices";

/** An identity for the machine. Every container can read its tokens from the metadata server. */
export interface GcpServiceAccountArgs {
  /** Address of the service account. */
  email: pulumi.Input<string>;
  /** What its tokens are good for, beside its roles. @default ["https://www.googleapis.com/auth/cloud-platform"] */
  scopes?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A second disk, whose content outlives the machine: the next machine mounts it as it is. */
export interface GcpDataDiskArgs {
  /** Size in GiB. It can grow, and the file system then does after the next boot; it cannot shrink. */
  sizeGiB: pulumi.Input<number>;
  /** Folder under which it is mounted. A change replaces the machine. @default "/data" */
  mountPath?: pulumi.Input<string>;
  /** Google's disk type. Another one replaces the disk, with its content. @default - as for `diskType` */
  type?: pulumi.Input<string>;
}

/** Where a change replaces the machine, it says so; other changes leave it running. */
export interface GcpDockerHostArgs extends DockerHostArgs {
  /**
   * The zone of the machine and its data disk. Another one replaces them.
   *
   * @default - the provider's (`gcp:zone`)
   * @example "europe-west1-b"
   */
  zone?: pulumi.Input<string>;
  /**
   * Compute Engine's type of machine; Arm types (t2a, c4a, n4a, a4x) get the arm64 image. A change stops the machine
   * and starts it again as the other type; to a type of another architecture, or to or from one that Google cannot move
   * to another host, such as those with GPUs, it must come with another `rotateImage` or `image`.
   *
   * @default "e2-medium", with 2 shared processors and 4 GiB of memory
   */
  machineType?: pulumi.Input<string>;
  /**
   * The image to boot: its self link, `project/image` or `project/family`. cloud-init is installed where it has none.
   * Another text replaces the machine; a newer image of a family does not.
   *
   * @default - the newest of `rocky-linux-9-optimized-gcp` when the machine is made; a newer one replaces nothing
   * @example "rocky-linux-cloud/rocky-linux-9-optimized-gcp-v20260901"
   */
  image?: pulumi.Input<string>;
  /** Any text: another one, or none any more, replaces the machine by one from the newest image, or from that of a family in `image`. @default - none */
  rotateImage?: pulumi.Input<string>;
  /** Size of the boot disk in GiB, at least the image's own (20). It can grow, and cannot shrink. @default 30 */
  diskGiB?: pulumi.Input<number>;
  /**
   * Google's type of the boot disk. Another one replaces the machine.
   *
   * @default - `"pd-balanced"`; `"hyperdisk-balanced"` for machines that take no other, such as n4 and c4a
   */
  diskType?: pulumi.Input<string>;
  /**
   * Key of Cloud KMS for all disks, as `projects/P/locations/L/keyRings/R/cryptoKeys/K`, without a version. Compute
   * Engine's service agent must be allowed to use it. Another one replaces the machine and the data disk.
   *
   * @default - Google's own keys
   */
  kmsKey?: pulumi.Input<string>;
  /**
   * A second disk, whose content outlives the machine. A replacement first deletes the old machine, because two cannot
   * write to one disk. To add it, to take it away or to give it another `mountPath` replaces the machine.
   *
   * @default - none
   */
  dataDisk?: pulumi.Input<GcpDataDiskArgs>;
  /** Name or self link of the network. Another one stops the machine and starts it there. @default "default" */
  network?: pulumi.Input<string>;
  /**
   * Subnetwork of the machine, by name or self link; with a firewall rule, name its `network` as well. Another one
   * stops the machine and starts it there.
   *
   * @default - the network's own in the region
   */
  subnetwork?: pulumi.Input<string>;
  /**
   * The machine's public address: `ephemeral` changes with each stop, `static` stays also when the machine is replaced,
   * `none` is for a private machine. For `static` the old machine is deleted first, and the host is down for 3 to 6
   * minutes. A private one needs Cloud NAT or a proxy for packages, and a way in.
   *
   * @default "ephemeral"
   */
  publicAddress?: GcpPublicAddress;
  /**
   * Networks that may open SSH connections, IPv4 in CIDR form; a single address ends in `/32`. A firewall rule for this
   * machine lets them in, and another keeps out all whom no rule of yours lets in.
   *
   * @default - must be given, unless `connectVia`, `iapTunnelPort`, `proxy` or `networkTags` is
   * @example ["203.0.113.0/24"]
   */
  sshSourceRanges?: pulumi.Input<pulumi.Input<string>[]>;
  /** Lets SSH be open to networks wider than `/8`, such as `0.0.0.0/0`. @default false */
  allowSshFromAnywhere?: boolean;
  /**
   * A command line of Google Cloud that leads the health check and `sshConfig` to the machine: `iap` is Identity-Aware Proxy,
   * whose network alone the firewall rule then lets in; none is made where `networkTags` are given. See docs/private-hosts.md.
   * @default "none": the machine is reached by its address, by `proxy` or by `iapTunnelPort`
   */
  connectVia?: GcpConnectVia;
  /**
   * Port on 127.0.0.1 at which you keep a tunnel of Identity-Aware Proxy open, for where `connectVia` cannot be used. The
   * check and the outputs use it in place of the machine's address, and the firewall rule lets the proxy in. See docs/gcp.md.
   *
   * @default - no tunnel
   * @example 2222
   */
  iapTunnelPort?: pulumi.Input<number>;
  /**
   * A bastion through which SSH goes, to the machine's internal address. Set its `hostKey`, or nobody verifies it.
   * `sshSourceRanges` are then its own; without them no rule is made.
   *
   * @default - none
   */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>;
  /** Tags of the machine for firewall rules of your own, which take the place of ours or stand beside it. @default - none */
  networkTags?: pulumi.Input<pulumi.Input<string>[]>;
  /** Further tags, such as that of a `GcpSwarmNetwork`: unlike `networkTags`, they say nothing about SSH. @default - none */
  additionalNetworkTags?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * An identity for the machine, whose tokens every container can read: Google has no limit of hops. A change stops the
   * machine and starts it again.
   *
   * @default - none, so no container can act as it
   */
  serviceAccount?: pulumi.Input<GcpServiceAccountArgs>;
  /** Secure Boot; off for kernel modules that nobody signed. A change stops and starts the machine. @default true */
  secureBoot?: pulumi.Input<boolean>;
  /**
   * How the machine's SSH key is known before the first connection: `guestAttributes`, `injected` or `unchecked`.
   * `guestAttributes` reads it from Google, which has it from the machine; `injected` makes it here and sends it in the
   * user data, which containers can read; `unchecked` does not know it, and trusts whoever answers. From or to
   * `injected` replaces the machine.
   *
   * @default "guestAttributes"
   */
  hostKeyFrom?: GcpHostKeyFrom;
  /**
   * A spot machine: cheaper, but Google may stop it, and `pulumi up` does not start it again. A change replaces the
   * machine.
   * @default false
   */
  spot?: pulumi.Input<boolean>;
  /** Google's protection from deletion; an `up` has to turn it off before a replacement or `destroy`. @default false */
  deletionProtection?: pulumi.Input<boolean>;
  /** Further metadata, such as `serial-port-enable: "TRUE"`. Keys that we need are refused. @default - only our own */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Labels for all that can have them; yours win.
   * @default - `project`, `stack`, `host`; with `ttlMinutes` also `expires-at`
   */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
