// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerTemplateArgs } from "../template-args";

/** A change makes a new version of the template, for machines that are made from then on. */
export interface AwsDockerTemplateArgs extends DockerTemplateArgs {
  /** Security groups of the machines. They must let out what the installation needs: HTTPS to package sites, or to a proxy. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * EC2's type of machine, which a group may override by others with the same processor; Graviton types, such as `t4g.small`,
   * get the arm64 image.
   *
   * @default "t3.small", with 2 processors and 2 GiB of memory
   */
  instanceType?: pulumi.Input<string>;
  /**
   * The image to boot, with cloud-init and a login called `rocky`: that of an `AwsDockerImage` saves each machine its
   * installation.
   *
   * @default - the newest official Rocky Linux 9 image when the template is made; a newer one changes nothing
   */
  amiId?: pulumi.Input<string>;
  /**
   * Any text: with another one, or none any more, the template names what is then the newest image. Machines that run stay
   * until their group makes others. @default - none
   */
  rotateImage?: pulumi.Input<string>;
  /** Size of the encrypted gp3 root disk in GiB, at least that of the image. @default 30 */
  diskGiB?: pulumi.Input<number>;
  /** ARN of the KMS key for the disk; an alias is refused. The group's role has to be allowed to use it. @default - the account's key for EBS */
  kmsKeyId?: pulumi.Input<string>;
  /**
   * Network hops that an answer of the metadata service may take: 1 keeps the user data and the instance role from
   * containers, 2 lets those on a bridge network read them. IMDSv2 is required.
   *
   * @default 1
   */
  metadataHopLimit?: pulumi.Input<number>;
  /** Name of an instance profile, whose role the machines have. @default - none, and no rights in the account */
  iamInstanceProfile?: pulumi.Input<string>;
  /** Installs the SSM agent, before Docker. It also needs `iamInstanceProfile` or the account's default host management. @default false */
  ssmAgent?: boolean;
  /** Name of an existing EC2 key pair that may log in as well. @default - none */
  keyName?: pulumi.Input<string>;
  /**
   * Tags for the template, the machines and their disks; yours win over ours.
   *
   * @default - `Name` (`<project>-<stack>-<template>`), `project`, `stack`, `host` (the template's name)
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The region of the template. Another one makes another template. @default - the provider's (`aws:region`) */
  region?: pulumi.Input<string>;
}
