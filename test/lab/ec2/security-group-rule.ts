// SPDX-License-Identifier: Apache-2.0
import { isIPv6 } from "node:net";

import { IPv6 } from "ipaddr.js";

import { isCanonical, parseCidr } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import type { Context, ResourceType } from "../cloud/resource-type";
import { type Difference, type Failure, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyGroup } from "./firewall";
import { arn, newId, type Rule, rules } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { find as findGroup, groupText } from "./security-group";
import { acceptTags } from "./tags";

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
const protocols: Record<string, string> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", all: "-1" };

const inputs: Fields = {
  ...{ cidrIpv4: string, cidrIpv6: string, description: string, fromPort: number, ipProtocol: required(string) },
  ...{ prefixListId: string, referencedSecurityGroupId: string, region, securityGroupId: replaces(required(string)) },
  ...{ tags: map, toPort: number },
};

/** One rule of a security group, in or out. */
export function securityGroupRule(ingress: boolean): ResourceType {
  const direction = ingress ? "Ingress" : "Egress";
  const what = `VPC Security Group ${direction} Rule`;
  return {
    inputs,
    outputs: ["arn", "securityGroupRuleId", "tagsAll"],
    check,
    compare,
    create: (given, context) =>
      during(`creating ${what}`, `AuthorizeSecurityGroup${direction}`, async () => {
        const rule = expand(given, newId("sgr"), ingress, context);
        refuseDuplicate(context.cloud, rule);
        const tags = acceptTags(given.tags);
        context.cloud.save(rules, rule.id, rule);
        await applyGroup(context.cloud, rule.groupId);
        return { id: rule.id, outputs: { ...describe(rule), tagsAll: tags } };
      }),
    read: (id, state, { cloud }) => {
      const rule = cloud.find(rules, id);
      return Promise.resolve(rule && { ...describe(rule), ...notation(rule), tagsAll: state.tagsAll ?? {} });
    },
    update: (id, given, _, context) =>
      during(`updating ${what} (${id})`, "ModifySecurityGroupRules", async () => {
        if (!context.cloud.find(rules, id))
          throw new ApiError(
            "InvalidSecurityGroupRuleId.NotFound",
            `The security group rule ID '${id}' does not exist`,
          );
        const rule = expand(given, id, ingress, context);
        refuseDuplicate(context.cloud, rule);
        const tags = acceptTags(given.tags);
        context.cloud.save(rules, id, rule);
        await applyGroup(context.cloud, rule.groupId);
        return { ...describe(rule), tagsAll: tags };
      }),
    delete: async (id, _, { cloud }) => {
      const rule = cloud.find(rules, id);
      cloud.remove(rules, id);
      if (rule) await applyGroup(cloud, rule.groupId);
    },
  };
}

function check(given: Properties): Failure[] {
  const failures = checkRegion(given.region, "region");
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  const chosen = sources.filter((source) => given[source] !== undefined && given[source] !== unknown);
  const open = sources.some((source) => given[source] === unknown);
  if (chosen.length > 1 || (chosen.length === 0 && !open))
    refuse(
      chosen[1] ?? "cidrIpv4",
      `Invalid Attribute Combination: exactly one of ${sources.join(", ")} must be given, got ${chosen.join(" and ") || "none"}`,
    );
  const { cidrIpv4, cidrIpv6, fromPort, toPort, ipProtocol } = given;
  if (typeof cidrIpv4 === "string" && cidrIpv4 !== unknown) {
    if (!parseCidr(cidrIpv4)) refuse("cidrIpv4", `Invalid CIDR: ${cidrIpv4} is not a valid IPv4 CIDR block`);
    else if (!isCanonical(cidrIpv4))
      refuse(
        "cidrIpv4",
        `Invalid CIDR: ${cidrIpv4} has bits set behind its prefix; it must be the network's first address`,
      );
  }
  if (typeof cidrIpv6 === "string" && cidrIpv6 !== unknown && !isCidr6(cidrIpv6))
    refuse("cidrIpv6", `Invalid CIDR: ${cidrIpv6} is not a valid IPv6 CIDR block`);
  for (const [property, port] of Object.entries({ fromPort, toPort }))
    if (typeof port === "number" && !(Number.isInteger(port) && port >= -1 && port <= 65535))
      refuse(property, `Attribute ${property} value must be between -1 and 65535, got: ${port}`);
  if (ipProtocol === "-1" && (fromPort !== undefined || toPort !== undefined))
    refuse("fromPort", "Invalid Attribute Combination: fromPort and toPort must not be set when ipProtocol is -1");
  return failures;
}

function isCidr6(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  return rest.length === 0 && isIPv6(address) && /^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= 128;
}

/** EC2 keeps networks of IPv6 in the notation of RFC 5952. What was written shows until somebody reads it from there. */
function notation({ cidrIpv6 }: Rule): Properties {
  if (cidrIpv6 === undefined) return {};
  const [address = "", length = ""] = cidrIpv6.split("/");
  return { cidrIpv6: `${IPv6.parse(address).toRFC5952String()}/${length}` };
}

/** A rule keeps its kind of source for life. */
function compare(changes: Map<string, Difference>, olds: Properties, news: Properties): void {
  const kind = (values: Properties) => sources.find((source) => values[source] !== undefined);
  if (kind(olds) === kind(news)) return;
  for (const source of sources) {
    const change = changes.get(source);
    if (change) change.replaces = true;
  }
}

/** As EC2 understands what was given. */
function expand(given: Properties, id: string, ingress: boolean, context: Context): Rule {
  const group = findGroup(context.cloud, String(given.securityGroupId));
  const referenced = given.referencedSecurityGroupId as string | undefined;
  // There is no peering here.
  if (referenced !== undefined && findGroup(context.cloud, referenced).vpcId !== group.vpcId)
    throw new ApiError(
      "InvalidGroup.NotFound",
      `You have specified two resources that belong to different networks: ${group.id}, ${referenced}`,
    );
  const invalid = (message: string) => new ApiError("InvalidParameterValue", message);
  const written = String(given.ipProtocol).toLowerCase();
  const protocol = protocols[written] ?? written;
  if (!/^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/.test(protocol))
    throw invalid(`Invalid value '${written}' for IP protocol. Unknown protocol.`);
  const [fromPort, toPort] = [Number(given.fromPort ?? -1), Number(given.toPort ?? -1)];
  if (["tcp", "udp"].includes(protocol)) {
    if (given.fromPort === undefined || given.toPort === undefined)
      throw invalid(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
    if (fromPort < 0 || toPort < 0)
      throw invalid(`Invalid value '${Math.min(fromPort, toPort)}' for portRange: TCP/UDP ports are 0 to 65535.`);
    if (fromPort > toPort)
      throw new ApiError("InvalidParameterValue", `Invalid TCP/UDP port range (${fromPort}:${toPort})`);
  }
  const description = given.description as string | undefined;
  if (description !== undefined && (description.length > 255 || !groupText.test(description)))
    throw invalid(
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
    );
  return {
    ...{ id, region: regionOf(given, context), groupId: group.id, ingress, protocol, fromPort, toPort },
    ...{ cidrIpv4: given.cidrIpv4 as string | undefined, cidrIpv6: given.cidrIpv6 as string | undefined },
    ...{ prefixListId: given.prefixListId as string | undefined, description },
    referencedGroupId: given.referencedSecurityGroupId as string | undefined,
  };
}

function refuseDuplicate(cloud: CloudFolder, rule: Rule): void {
  // The description is no part of what makes a rule one of its own.
  const essence = ({ id: _, description: __, region: ___, ...others }: Rule) =>
    JSON.stringify(others, Object.keys(others).sort());
  const peer = rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.referencedGroupId ?? rule.prefixListId ?? "";
  if (cloud.all(rules).some((other) => other.id !== rule.id && essence(other) === essence(rule)))
    throw new ApiError(
      "InvalidPermission.Duplicate",
      `the specified rule "peer: ${peer}, ${rule.protocol.toUpperCase()}, from port: ${rule.fromPort}, to port: ${rule.toPort}, ALLOW" already exists`,
    );
}

function describe({ id, region: where, groupId }: Rule): Properties {
  return {
    arn: arn(where, `security-group-rule/${id}`),
    securityGroupRuleId: id,
    securityGroupId: groupId,
    region: where,
  };
}
