// SPDX-License-Identifier: Apache-2.0
// Arguments that are one of a few values. Pulumi makes an enum for other languages of each: with plain names as keys.

/** Traffic that a firewall rule lets through. */
export const FirewallProtocol = { Tcp: "tcp", Udp: "udp", Icmp: "icmp", Icmpv6: "icmpv6", All: "all" } as const;
export type FirewallProtocol = (typeof FirewallProtocol)[keyof typeof FirewallProtocol];

/** EBS volume types of a data volume. */
export const DataVolumeType = { Gp3: "gp3", Gp2: "gp2", St1: "st1", Sc1: "sc1" } as const;
export type DataVolumeType = (typeof DataVolumeType)[keyof typeof DataVolumeType];

/** Whether the machine has a public address, and which. */
export const AwsPublicAddress = {
  /** Of the machine; another one after each stop. */
  Ephemeral: "ephemeral",
  /** An Elastic IP, which stays also when the machine is replaced. */
  Elastic: "elastic",
  /** Private only. */
  None: "none",
} as const;
export type AwsPublicAddress = (typeof AwsPublicAddress)[keyof typeof AwsPublicAddress];

/** The address by which the health check and the outputs reach the machine. */
export const AwsConnectBy = { PublicAddress: "publicAddress", PrivateAddress: "privateAddress" } as const;
export type AwsConnectBy = (typeof AwsConnectBy)[keyof typeof AwsConnectBy];

/** What leads to a machine's SSH where port 22 is not open to who connects: a command line of AWS on this computer. */
export const AwsConnectVia = {
  /** Nothing: the machine is reached by its address, or by a bastion. */
  None: "none",
  /** Session Manager: `aws ssm start-session`, by the SSM agent in the machine. No port is open. */
  Ssm: "ssm",
  /** An EC2 Instance Connect Endpoint of the VPC: `aws ec2-instance-connect open-tunnel`. */
  InstanceConnect: "instanceConnect",
} as const;
export type AwsConnectVia = (typeof AwsConnectVia)[keyof typeof AwsConnectVia];
