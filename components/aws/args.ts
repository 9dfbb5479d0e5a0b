// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostArgs } from "../docker-host-args";
import type { AwsConnectBy, AwsConnectVia, AwsPublicAddress, DataVolumeType, FirewallProtocol } from "./choices";

/** Traffic that a security group lets through. */
export interface FirewallRuleArgs {
  /** `tcp`, `udp`, `icmp`, `icmpv6` or `all`. @default "tcp" */
  protocol?: FirewallProtocol;
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
  type?: pulumi.Input<DataVolumeType>;
  /** What AWS calls the place of the disk. A change replaces the machine. @default "/dev/sdf" */
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
   * @default - must be given; with `proxy`, `connectBy: "privateAddress"` or `connectVia: "instanceConnect"`, the VPC's own network
   * @example ["203.0.113.0/24"]
   */
  sshIngressCidrs?: pulumi.Input<string>[];
  /** Lets SSH be open to networks wider than `/8` (IPv6: `/16`), such as `0.0.0.0/0`. @default false */
  allowSshFromAnywhere?: boolean;
  /**
   * Further traffic that is let in, beside SSH.
   *
   * @default - nothing but SSH
   * @example [{ port: 443, cidrs: ["0.0.0.0/0"] }]
   */
  ingress?: FirewallRuleArgs[];
  /**
   * What the machine may reach. The installation needs HTTPS to Docker's and Rocky's package sites, or to a proxy.
   *
   * @default - everything over IPv4
   * @example [{ protocol: "all", cidrs: ["0.0.0.0/0", "::/0"] }]
   */
  egress?: FirewallRuleArgs[];
  /** Security groups of your own in place of the one that is made. They must let SSH in, unless `connectVia` is `ssm`. @default - one is made */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Further security groups, such as that of an `AwsSwarmNetwork`, beside the one that is made or `securityGroupIds`. @default - none */
  additionalSecurityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The machine's subnet. Another one replaces the machine. @default - one of the default VPC's, which AWS picks */
  subnetId?: pulumi.Input<string>;
  /**
   * The machine's public address: `ephemeral` changes with each stop, `elastic` stays also when the machine is
   * replaced, `none` is for a private machine. An Elastic IP moves to a new machine after its check. A private one needs
   * `subnetId` and a way in. From or to `none` replaces the machine.
   *
   * @default "ephemeral"
   */
  publicAddress?: AwsPublicAddress;
  /**
   * The address by which the health check and the outputs reach the machine: `publicAddress` or `privateAddress`. The
   * latter is for programs that run inside the VPC or are routed into it.
   *
   * @default - `"publicAddress"`; with `proxy`, `"privateAddress"`
   */
  connectBy?: AwsConnectBy;
  /**
   * A command line of AWS that leads the health check and `sshConfig` to the machine: `ssm` is Session Manager, `instanceConnect`
   * an EC2 Instance Connect Endpoint; see docs/private-hosts.md. From or to `ssm` replaces the machine, unless `ssmAgent` is given.
   * @default "none": the machine is reached by its address, or by `proxy`
   */
  connectVia?: AwsConnectVia;
  /** A bastion through which SSH goes. Set its `hostKey`, or nobody verifies it. @default - none */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>;
  /**
   * EC2's type of machine; Graviton types, such as `t4g.small`, get the arm64 image. A change stops the machine, starts
   * it again as the other type and checks it; to a type of another architecture, it must come with another `rotateImage` or
   * `amiId`.
   *
   * @default "t3.small", with 2 processors and 2 GiB of memory
   */
  instanceType?: pulumi.Input<string>;
  /**
   * The image to boot, with cloud-init and a login called `rocky`. Another one replaces the machine.
   *
   * @default - the newest official Rocky Linux 9 image when the machine is made; a newer one replaces nothing
   */
  amiId?: pulumi.Input<string>;
  /** Any text: another one, or none any more, replaces the machine by one from the newest image. @default - none */
  rotateImage?: pulumi.Input<string>;
  /**
   * Size of the encrypted gp3 root disk in GiB, which can grow; the file system then does after the next boot. A
   * smaller size is refused by AWS.
   *
   * @default 30
   */
  diskGiB?: pulumi.Input<number>;
  /**
   * ARN of the KMS key for all disks; an alias is refused. Another one replaces the machine, and the data volume with its
   * content.
   *
   * @default - the account's key for EBS
   */
  kmsKeyId?: pulumi.Input<string>;
  /**
   * A second disk, whose content outlives the machine. It needs `subnetId`, because a volume belongs to one
   * availability zone. To add it, to take it away or to give it another `mountPath` or `deviceName` replaces the machine.
   * @default - none
   */
  dataVolume?: DataVolumeArgs;
  /**
   * Network hops that an answer of the metadata service may take: 1 keeps the user data and the instance role from
   * containers, 2 lets those on a bridge network read them. IMDSv2 is required.
   * @default 1
   */
  metadataHopLimit?: pulumi.Input<number>;
  /** Name of an instance profile, whose role the machine has. @default - none, and no rights in the account */
  iamInstanceProfile?: pulumi.Input<string>;
  /**
   * Installs the SSM agent, before Docker. It also needs `iamInstanceProfile` or the account's default host management.
   * `false` is also for an image that has it. A change replaces the machine.
   * @default false; with `connectVia: "ssm"`, true
   */
  ssmAgent?: boolean;
  /** Name of an existing EC2 key pair that may log in as well. Another one replaces the machine. @default - none */
  keyName?: pulumi.Input<string>;
  /**
   * A spot instance: cheaper, but AWS may end it, and the next `up` makes another. A change replaces the machine.
   * @default false
   */
  spot?: boolean;
  /** AWS's termination protection; an `up` has to turn it off before a replacement or `destroy`. @default false */
  disableApiTermination?: boolean;
  /**
   * Tags for all that can have them; yours win over ours.
   * @default - `Name` (`<project>-<stack>-<host>`), `project`, `stack`, `host`; with `ttlMinutes` also `expires-at`
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The region of everything that is made. Another one replaces all of it. @default - the provider's (`aws:region`) */
  region?: pulumi.Input<string>;
}
