// SPDX-License-Identifier: Apache-2.0
import type { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

import { network } from "../../cloud-init/validate/addresses";
import type { FirewallRuleArgs } from "./args";
import type { Tags } from "./tags";

/** What all rules of a group have in common. */
export interface Ruled {
  group: SecurityGroup;
  region: pulumi.Input<string | undefined>;
  tags: Tags;
}

/** One resource for each network, because AWS has one rule for each. Names come from contents, where they are plain. */
export function createRules(
  direction: "ingress" | "egress",
  prefix: string,
  { cidrs, ...rule }: FirewallRuleArgs,
  { group, region, tags }: Ruled,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const Rule = direction === "ingress" ? SecurityGroupIngressRule : SecurityGroupEgressRule;
  return cidrs.map(
    (cidr, i) =>
      new Rule(
        // An index would move a network to another rule when one before it goes, and AWS refuses the same network twice.
        `${prefix}-${typeof cidr === "string" ? cidr.replace(/[^0-9A-Za-z.]/g, "-") : i}`,
        {
          securityGroupId: group.id,
          ...addresses(cidr),
          ...ports(rule),
          ...(rule.description !== undefined && { description: rule.description }),
          tags,
          region,
        },
        // Another network is another rule, and a host that is protected must not keep who reaches it.
        { parent, protect: false },
      ),
  );
}

function addresses(cidr: pulumi.Input<string>) {
  const only = (v6: boolean) =>
    pulumi.output(cidr).apply((text) => (text.includes(":") === v6 ? asRead(text) : undefined));
  if (typeof cidr === "string") return cidr.includes(":") ? { cidrIpv6: asRead(cidr) } : { cidrIpv4: cidr };
  return { cidrIpv4: only(false), cidrIpv6: only(true) };
}

/** In the notation in which AWS gives it back: in another one, it would be changed after each refresh. */
function asRead(cidr: string): string {
  const found = network(cidr);
  return found ? `${found.base}/${found.prefix}` : cidr;
}

/** AWS has no ports where everything passes, and types in their place for ICMP, of which -1 is each. */
function ports({ protocol = "tcp", port, toPort = port }: Omit<FirewallRuleArgs, "cidrs">) {
  if (protocol === "all") return { ipProtocol: "-1" };
  if (protocol.startsWith("icmp")) return { ipProtocol: protocol, fromPort: -1, toPort: -1 };
  return { ipProtocol: protocol, fromPort: port ?? 0, toPort: toPort ?? 65_535 };
}
