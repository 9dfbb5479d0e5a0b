// SPDX-License-Identifier: Apache-2.0
import { getSubnetOutput, getVpc, getVpcOutput, SecurityGroup } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { allowEverything, isPrivate } from "./defaults";
import type { AwsDockerHostArgs } from "./args";
import { warnOfOverlap } from "./docker-ranges";
import { createRules } from "./firewall";
import { written } from "./firewall-rule";
import type { Tags } from "./tags";

/** Whom the machine talks to. */
export interface Network {
  /** Ours, where the caller has none. */
  securityGroup?: SecurityGroup;
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Rules by which others reach the machine. */
  ingress: pulumi.Resource[];
  /** Rules by which the machine reaches others. */
  egress: pulumi.Resource[];
  /** What to look at first where nobody gets through. */
  hint: pulumi.Output<string>;
}

/** A security group with one resource per rule, or the caller's own groups as they are. */
export function createNetwork(parent: pulumi.Resource, name: string, args: AwsDockerHostArgs, tags: Tags): Network {
  const { region, securityGroupIds } = args;
  const who = whoDials(args);
  const isBySsm = args.connectVia === "ssm";
  if (securityGroupIds !== undefined) {
    const hint = pulumi
      .output(securityGroupIds)
      .apply((ids) =>
        isBySsm ? bySsm : `one of the security groups ${ids.join(", ")} must let ${who} address in to port 22`,
      );
    return { securityGroupIds: beside(securityGroupIds, args), ingress: [], egress: [], hint };
  }
  const subnet =
    args.subnetId === undefined ? undefined : getSubnetOutput({ id: args.subnetId, ...inRegion(args) }, { parent });
  const vpcId = subnet?.vpcId ?? defaultVpc(parent, region, "give subnetId a subnet of a VPC of yours");
  const group = new SecurityGroup(
    `${name}-security-group`,
    // A constant, because another description replaces the group.
    { vpcId, description: "What reaches a Docker host, and what it reaches", tags, region },
    { parent },
  );
  const ruled = { group, region, tags };
  const ssh = { port: 22, description: "SSH", cidrs: sshSources(parent, args, vpcId, subnet?.cidrBlock) };
  const ingress = [
    ...createRules("ingress", `${name}-ssh`, ssh, ruled, parent),
    ...(args.ingress ?? []).flatMap((rule) =>
      createRules("ingress", `${name}-ingress-${written(rule)}`, rule, ruled, parent),
    ),
  ];
  const egress = (args.egress ?? [allowEverything]).flatMap((rule) =>
    createRules("egress", `${name}-egress-${written(rule)}`, rule, ruled, parent),
  );
  const hint = pulumi.all([group.id, pulumi.all(ssh.cidrs)]).apply(([id, cidrs]) => {
    if (isBySsm) return bySsm;
    return cidrs.length > 0
      ? `security group ${id} lets port 22 in from ${cidrs.join(", ")} only; is ${who} address in it`
      : `security group ${id} lets nobody in to port 22; put ${who} network into sshIngressCidrs, or add a rule`;
  });
  return { securityGroup: group, securityGroupIds: beside([group.id], args), ingress, egress, hint };
}

/** The groups by which the machine is reached, and those that the caller adds. */
function beside(
  groups: pulumi.Input<pulumi.Input<string>[]>,
  { additionalSecurityGroupIds }: AwsDockerHostArgs,
): pulumi.Input<pulumi.Input<string>[]> {
  if (additionalSecurityGroupIds === undefined) return groups;
  return pulumi.all([groups, additionalSecurityGroupIds]).apply(([own, more]) => [...own, ...more]);
}

const bySsm = "the machine reaches Session Manager over HTTPS: by its public address, a NAT, a proxy or VPC endpoints";

function whoDials({ connectVia, proxy }: AwsDockerHostArgs): string {
  if (connectVia === "instanceConnect") return "the EC2 Instance Connect Endpoint's";
  return proxy === undefined ? "this computer's" : "the bastion's";
}

/** On a private path, whoever is in the VPC, as a bastion is, may try. */
function sshSources(
  parent: pulumi.Resource,
  args: AwsDockerHostArgs,
  vpcId: pulumi.Input<string>,
  subnet: pulumi.Output<string> | undefined,
): pulumi.Input<string>[] {
  if (args.sshIngressCidrs !== undefined) return args.sshIngressCidrs;
  // The agent in the machine connects to it from within.
  if (!isPrivate(args) || args.connectVia === "ssm") return [];
  const vpc = getVpcOutput({ id: vpcId, ...inRegion(args) }, { parent });
  // Mocks may answer with nothing.
  const range = vpc.cidrBlock.apply((cidr?: string) => cidr ?? "");
  if (subnet) warnOfOverlap(parent, args, range, subnet);
  return [range];
}

/** The VPC that AWS takes where none is named. Where there is none, the advice says what to do. */
export function defaultVpc(
  parent: pulumi.Resource,
  where: pulumi.Input<string> | undefined,
  advice: string,
): pulumi.Output<string> {
  return pulumi.output(where).apply(async (region) => {
    try {
      return (await getVpc({ default: true, ...(region && { region }) }, { parent })).id;
    } catch (error) {
      throw new pulumi.ResourceError(
        `there is no default VPC in ${region ?? "the provider's region"}; ${advice}, or make a ` +
          `default one with "aws ec2 create-default-vpc"; AWS said: ${error instanceof Error ? error.message : String(error)}`,
        parent,
        true,
      );
    }
  });
}

/** An invoke takes no `undefined`. */
export function inRegion({ region }: AwsDockerHostArgs) {
  return region === undefined ? {} : { region };
}
