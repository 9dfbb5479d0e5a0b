// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { error, shown } from "../cloud-init/validate/problem";
import { isWholeInternet, openCode, openToTheWorld } from "../components/arguments/networks";
import { opensSsh } from "../components/aws/firewall-rule";
import { isNamed, late, type Look, maps, texts } from "./look";

type Properties = Record<string, unknown>;

/** Rules by which machines are reached, of AWS and of Google, and whether SSH is open by them to everybody. */
export const openSsh: Record<string, Look> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ({ properties }) => {
    const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6 } = properties;
    return ssh(ipProtocol, fromPort, toPort) ? everybody(Object.entries({ cidrIpv4, cidrIpv6 })) : [];
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": ({ properties }) =>
    properties.type === "ingress" ? ofRule(properties) : [],
  "aws:ec2/securityGroup:SecurityGroup": ({ properties }) => ofGroup(properties),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ properties }) => ofGroup(properties),
  "gcp:compute/firewall:Firewall": ({ properties }) => ofFirewall(properties),
};

function* ofGroup({ ingress }: Properties): Generator<Problem> {
  for (const [path, rule] of maps(ingress, "ingress")) yield* ofRule(rule, `${path}.`);
}

function* ofRule(
  { protocol, fromPort, toPort, cidrBlocks, ipv6CidrBlocks }: Properties,
  path = "",
): Generator<Problem> {
  if (!ssh(protocol, fromPort, toPort)) return;
  yield* everybody(texts(cidrBlocks, `${path}cidrBlocks`));
  yield* everybody(texts(ipv6CidrBlocks, `${path}ipv6CidrBlocks`));
}

function* ofFirewall(properties: Properties): Generator<Problem> {
  const { direction = "INGRESS", disabled, allows, sourceRanges, sourceTags, sourceServiceAccounts } = properties;
  if (direction !== "INGRESS" || disabled === true || disabled === late) return;
  if (![...maps(allows, "allows")].some(([, rule]) => isOnSsh(rule, false))) return;
  // Google takes 0.0.0.0/0 where nothing is said.
  if (![sourceRanges, sourceTags, sourceServiceAccounts].some(isNamed))
    yield error("sourceRanges", `is missing, which ${openToTheWorld}`, openCode);
  yield* everybody(texts(sourceRanges, "sourceRanges"));
}

/** Whether a rule of Google's is about SSH: no ports are all ports. `whereLate` is the answer where it may be, and is known later. */
export function isOnSsh({ protocol, ports }: Properties, whereLate: boolean): boolean {
  if (protocol === late) return whereLate;
  if (ports === late) return whereLate && ssh(protocol, undefined, undefined);
  if (!Array.isArray(ports) || ports.length === 0) return ssh(protocol, undefined, undefined);
  return ports.some((range) => {
    if (range === late) return whereLate && ssh(protocol, undefined, undefined);
    const [first, last = first] = String(range).split("-").map(Number);
    return ssh(protocol, first, last);
  });
}

/** The rule of the hosts' own firewall, by the clouds' words: AWS has -1 for all, and both take numbers of protocols. */
function ssh(protocol: unknown, fromPort: unknown, toPort: unknown): boolean {
  if ([protocol, fromPort, toPort].includes(late)) return false;
  const name = { "-1": "all", "6": "tcp" }[String(protocol)] ?? String(protocol).toLowerCase();
  const port = (given: unknown) => (typeof given === "number" ? { port: given } : {});
  const { port: toLast } = port(toPort);
  return opensSsh({
    protocol: name as "all",
    ...port(fromPort),
    ...(toLast !== undefined && { toPort: toLast }),
  });
}

function* everybody(networks: [string, unknown][]): Generator<Problem> {
  for (const [path, cidr] of networks)
    if (typeof cidr === "string" && isWholeInternet(cidr))
      yield error(path, `${shown(cidr)} ${openToTheWorld}`, openCode);
}
