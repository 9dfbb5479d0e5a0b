// SPDX-License-Identifier: Apache-2.0
// The command lines of AWS that lead to a machine whose port 22 nobody else reaches.
import type { Instance } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { AwsDockerHostArgs } from "./args";
import { AwsConnectVia } from "./choices";

/** Where the machine is, and who asks. */
export interface Target {
  id: string;
  region: string;
  /** A profile of the AWS CLI. Absent: what the environment says. */
  profile?: string | undefined;
}

/** A program and its arguments, whose stdin and stdout lead to the machine's SSH. */
export function wayTo(via: Exclude<AwsConnectVia, "none">, { id, region, profile }: Target): string[] {
  const where = ["--region", region, ...(profile ? ["--profile", profile] : [])];
  if (via === AwsConnectVia.InstanceConnect)
    return ["aws", "ec2-instance-connect", "open-tunnel", "--instance-id", id, ...where];
  const ssh = ["--document-name", "AWS-StartSSHSession", "--parameters", "portNumber=22"];
  return ["aws", "ssm", "start-session", "--target", id, ...ssh, ...where];
}

/** The way to the machine, where it goes through a program. */
export function proxyCommandTo(
  { connectVia }: AwsDockerHostArgs,
  instance: Instance,
  parent: pulumi.Resource,
): pulumi.Output<string[]> | undefined {
  if (connectVia === undefined || connectVia === "none") return undefined;
  return pulumi
    .all([instance.id, instance.region, profileOf(parent)])
    .apply(([id, region, profile]) => wayTo(connectVia, { id, region, profile }));
}

/** The provider's profile, as whose the machine was made: it may belong to another account than the environment's. */
function profileOf(parent: pulumi.Resource): pulumi.Output<string | undefined> {
  const own = parent.getProvider("aws:ec2/instance:Instance") as
    { profile?: pulumi.Output<string | undefined> } | undefined;
  return pulumi.output(own ? own.profile : new pulumi.Config("aws").get("profile"));
}
