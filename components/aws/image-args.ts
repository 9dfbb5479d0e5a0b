// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { DockerImageArgs } from "../bake/image-args";
import type { FirewallRuleArgs } from "./args";
import type { AwsConnectBy, AwsConnectVia, AwsPublicAddress } from "./choices";

/**
 * What is said of a machine here is said of the one that becomes the image, and is gone afterwards. It lies where hosts may lie
 * that you would make: the same arguments lead to it.
 */
export interface AwsDockerImageArgs extends DockerImageArgs {
  /**
   * Networks that may open SSH connections to the machine, in CIDR form; a single address ends in `/32`.
   *
   * @default - must be given; with `proxy`, `connectBy: "privateAddress"` or `connectVia: "instanceConnect"`, the VPC's own network
   * @example ["203.0.113.0/24"]
   */
  sshIngressCidrs?: pulumi.Input<string>[];
  /** Lets SSH be open to networks wider than `/8` (IPv6: `/16`), such as `0.0.0.0/0`. @default false */
  allowSshFromAnywhere?: boolean;
  /** What the machine may reach. The installation needs HTTPS to package sites, or to a proxy. @default - everything over IPv4 */
  egress?: FirewallRuleArgs[];
  /** Security groups of your own in place of the one that is made. They must let SSH in, unless `connectVia` is `ssm`. @default - one is made */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The machine's subnet. @default - one of the default VPC's, which AWS picks */
  subnetId?: pulumi.Input<string>;
  /** The machine's public address: `ephemeral`, `elastic`, or `none` for a private machine, which needs `subnetId` and a way in. @default "ephemeral" */
  publicAddress?: AwsPublicAddress;
  /** The address by which the machine is reached: `publicAddress` or `privateAddress`. @default - `"publicAddress"`; with `proxy`, `"privateAddress"` */
  connectBy?: AwsConnectBy;
  /**
   * A command line of AWS that leads to the machine: `ssm` is Session Manager, whose agent then stays in the image,
   * `instanceConnect` an EC2 Instance Connect Endpoint; see docs/private-hosts.md.
   *
   * @default "none": the machine is reached by its address, or by `proxy`
   */
  connectVia?: AwsConnectVia;
  /** A bastion through which SSH goes. Set its `hostKey`, or nobody verifies it. @default - none */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>;
  /**
   * EC2's type of the machine. Its processor is the image's: Graviton types, such as `t4g.small`, make one for arm64.
   *
   * @default "t3.small", with 2 processors and 2 GiB of memory
   */
  instanceType?: pulumi.Input<string>;
  /**
   * The image that it is made from, with cloud-init and a login called `rocky`.
   *
   * @default - the newest official Rocky Linux 9 image when the image is made; a newer one makes no other
   */
  amiId?: pulumi.Input<string>;
  /** Size of the image's encrypted disk in GiB; that of a host is at least as large. @default 16 */
  diskGiB?: pulumi.Input<number>;
  /** ARN of the KMS key for the image's disk; an alias is refused. Who makes hosts from it has to be allowed to use it. @default - the account's key for EBS */
  kmsKeyId?: pulumi.Input<string>;
  /** Network hops that an answer of the metadata service may take on the machine. @default 1 */
  metadataHopLimit?: pulumi.Input<number>;
  /** Name of an instance profile, whose role the machine has. @default - none, and no rights in the account */
  iamInstanceProfile?: pulumi.Input<string>;
  /** Installs the SSM agent, which stays in the image. @default false; with `connectVia: "ssm"`, true */
  ssmAgent?: boolean;
  /** Tags for the image, its snapshot and, as long as it is there, the machine. What is in the image is in tags of ours. @default - none of yours */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The region of the image, in which alone it is of use. @default - the provider's (`aws:region`) */
  region?: pulumi.Input<string>;
}
