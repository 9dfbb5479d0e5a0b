// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { whose } from "../swarm/network-rules";
import { memberTraffic, type Traffic } from "../swarm/traffic";
import { defaultVpc } from "./network";
import type { AwsSwarmNetworkArgs } from "./swarm-network-args";
import { awsSwarmNetworkProblems, rows } from "./swarm-network-rules";
import { nameTags } from "./tags";

/**
 * What the members of a swarm need between them on AWS: a security group that lets in, and out, only who has it as well. It opens
 * 2377/tcp, 7946/tcp, 7946/udp, the port of overlay networks (4789/udp) and, where asked for, ESP.
 *
 * Creates the group and two rules for each of these, one inwards and one outwards. Each is free of charge.
 *
 * ```ts
 * const network = new AwsSwarmNetwork("swarm");
 * const host = new AwsDockerHost("manager", {
 *   sshIngressCidrs: ["203.0.113.0/24"],
 *   additionalSecurityGroupIds: [network.securityGroupId],
 *   docker: { liveRestore: false },
 * });
 * ```
 *
 * Not included: ports that services publish, which `ingress` of the hosts opens.
 */
export class AwsSwarmNetwork extends pulumi.ComponentResource {
  /** For `additionalSecurityGroupIds` of each member. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** The group, for further rules. */
  public readonly securityGroup: SecurityGroup;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: AwsSwarmNetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = check(args, rows, awsSwarmNetworkProblems, whose);
    super("pulumi-docker-host:index:AwsSwarmNetwork", name, {}, opts);
    const { region } = known;
    const tags = nameTags(name, known.tags);
    const advice = "give vpcId the VPC of the members";
    this.securityGroup = new SecurityGroup(
      `${name}-security-group`,
      // A constant, because another description replaces the group.
      { vpcId: known.vpcId ?? defaultVpc(this, region, advice), description: "Members of a swarm", tags, region },
      { parent: this },
    );
    const { id } = this.securityGroup;
    const rules = memberTraffic(known).flatMap((traffic) => {
      const rule = { securityGroupId: id, referencedSecurityGroupId: id, ...written(traffic), tags, region };
      return [
        new SecurityGroupIngressRule(`${name}-ingress-${traffic.name}`, rule, { parent: this }),
        // A host's own `egress` may be narrow.
        new SecurityGroupEgressRule(`${name}-egress-${traffic.name}`, rule, { parent: this }),
      ];
    });
    // Who has the group can reach the others.
    this.securityGroupId = pulumi.all([id, pulumi.all(rules.map((rule) => rule.id))]).apply(([group]) => group);
    this.registerOutputs({ securityGroupId: this.securityGroupId, securityGroup: this.securityGroup });
  }
}

/** AWS has no name for ESP, and for what has no ports none are given: it answers with none. */
function written({ protocol, port, description }: Traffic) {
  if (protocol === "esp") return { description, ipProtocol: "50" };
  return { description, ipProtocol: protocol, fromPort: port, toPort: port };
}
