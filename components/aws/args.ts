// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostArgs } from "../docker-host-args";

/** Traffic that a security group lets through. */
export interface FirewallRuleArgs {
  /** `tcp`, `udp`, `icmp`, `icmpv6` or `all`. @default "tcp" */
  protocol?: string;
  /** The port, or the first of a range; for `tcp` and `udp` only. @default - every port */
  port?: number;
  /** The last port of the range. @default - the same as `port` */
  toPort?: number;
  /** Networks at the other end, in CIDR form, IPv4 or IPv6. */
  cidrs: pulumi.Input<string>[];
  /** For people; at most 255 characters that AWS allows there. @default - none */
  description?: string;
}

/**
 * A second disk, whose content outlives the machine: the next machine mounts it as it is. Another `kmsKeyId`, or a subnet
 * in another zone, takes another volume, which is empty.
 */
export interface DataVolumeArgs {
  /** Size in GiB. It can grow, and the file system then does after the next boot; it cannot shrink. */
  sizeGiB: pulumi.Input<number>;
  /** Folder under which it is mounted. A change replaces the machine. @default "/data" */
  mountPath?: string;
  /** EBS volume type: `gp3`, `gp2`, `st1` or `sc1`. @default "gp3" */
  type?: pulumi.Input<string>;
  /** What AWS calls the place of the disk. A change attaches it anew. @default "/dev/sdf" */
  deviceName?: pulumi.Input<string>;
  /** Makes a snapshot before the volume is deleted; it stays, and is paid for, after `destroy`. @default false */
  finalSnapshot?: pulumi.Input<boolean>;
}

/** Where a change replaces the machine, it says so; other changes leave it running. */
export interface AwsDockerHostArgs extends DockerHostArgs {
  /**
   * Networks that may open SSH connections, in CIDR form; a single address ends in `/32`. One rule is made for each. An
   * empty list makes none: you then add rules to `securityGroup`.
   *
   * @default - must be given; with a private path (`proxy`, or `connectBy` the private address) the VPC's own network
   * @example ["203.0.113.0/24"]
   */
  sshIngressCidrs?: pulumi.Input<string>[];
  /** Allows networks so wide that they are as good as the whole internet, such as `0.0.0.0/0`. @default false */
  allowSshFromAnywhere?: boolean;
  /** Further ports that are open, beside SSH. @default - none @example [{ port: 443, cidrs: ["0.0.0.0/0"] }] */
  ingress?: FirewallRuleArgs[];
  /**
   * What the machine may reach. The installation needs HTTPS to Docker's and Rocky's package sites, or to a proxy.
   *
   * @default - everything over IPv4
   */
  egress?: FirewallRuleArgs[];
  /** Security groups of your own in place of the one that is made. They must let SSH in. @default - one is made */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Another one replaces the machine. @default - one of the default VPC's, which AWS picks */
  subnetId?: pulumi.Input<string>;
  /**
   * `ephemeral`: a public address of the machine, another one after each stop; `elastic`: an Elastic IP, which stays also
   * when the machine is replaced; `none`: private only, which needs a subnet and a way in. From or to `none` replaces
   * the machine.
   *
   * @default "ephemeral"
   */
  publicAddress?: string;
  /**
   * The address by which the health check and the outputs reach the machine: `publicAddress` or `privateAddress`, the
   * latter for programs that run inside the VPC or are routed into it.
   *
   * @default - the private address with `proxy`, the public one without
   */
  connectBy?: string;
  /** A bastion through which SSH goes. Set its `hostKey`, or nobody verifies it. @default - none */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>;
  /**
   * Graviton types, such as `t4g.small`, get the arm64 image. A change stops the machine and starts it again as the
   * other type; to a type of another architecture, it must come with another `rotateImage` or `amiId`.
   *
   * @default "t3.small"
   */
  instanceType?: pulumi.Input<string>;
  /**
   * The image to boot, with cloud-init and a login called `rocky`. Another one replaces the machine.
   *
   * @default - the newest official Rocky Linux 9 image when the machine is made; a newer one replaces nothing
   */
  amiId?: pulumi.Input<string>;
  /** Any text. Another one, or none any more, replaces the machine, by one from what is then the newest image. @default - none */
  rotateImage?: pulumi.Input<string>;
  /** Size of the encrypted gp3 root disk in GiB. It can grow; a smaller one is refused by AWS. @default 30 */
  diskGiB?: pulumi.Input<number>;
  /**
   * ARN of the KMS key for the disks. Another one replaces the machine, and the data volume with its content.
   *
   * @default - the account's key for EBS
   */
  kmsKeyId?: pulumi.Input<string>;
  /** Needs `subnetId`, because a volume belongs to one availability zone. @default - none */
  dataVolume?: DataVolumeArgs;
  /**
   * Network hops that an answer of the metadata service (IMDSv2, which is required) may take: 1 keeps the user data and
   * the instance role from containers, 2 lets those on a bridge network read them.
   *
   * @default 1
   */
  metadataHopLimit?: pulumi.Input<number>;
  /** Name of an instance profile, whose role the machine has. @default - none */
  iamInstanceProfile?: pulumi.Input<string>;
  /**
   * Installs the SSM agent after Docker, which also needs `iamInstanceProfile` or the account's default host management.
   * A change replaces the machine.
   *
   * @default false
   */
  ssmAgent?: boolean;
  /** Name of an existing EC2 key pair that may log in as well. Another one replaces the machine. @default - none */
  keyName?: pulumi.Input<string>;
  /** A spot instance: cheaper, and AWS may end it at any time; the next `up` makes another. Replaces the machine. @default false */
  spot?: boolean;
  /** AWS's termination protection. It has to be off, by an `up`, before the machine is replaced or destroyed. @default false */
  disableApiTermination?: boolean;
  /** For everything that can have tags; yours win over ours. @default - Name, project, stack and host */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Another one replaces everything. @default - the provider's */
  region?: pulumi.Input<string>;
}
