// SPDX-License-Identifier: Apache-2.0
// Security groups and routes as far as a stand-in can enforce them: a port of the machine's addresses is open on this
// computer only while a rule lets its clients in, and while answers to them find their way.
import { contains, overlaps } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { type Forward, setForwards } from "../cloud/machine";
import { vpcs } from "./networks";
import { leadsTo } from "./reach";
import { type Instance, instances, type Rule, rules } from "./records";

/** Who dials a public address of this computer. */
const client = "127.0.0.1";
/** A range that names more ports than this is not meant one by one; of it only SSH's is opened. */
const fewPorts = 16;

export async function applyFirewall(cloud: CloudFolder, instance: Instance): Promise<void> {
  const own = cloud.all(rules).filter(({ groupId, ingress }) => ingress && instance.groupIds.includes(groupId));
  const vpc = vpcs(cloud, instance.region).find(({ id }) => id === instance.vpcId);
  const open = (host: string | undefined, admits: (rule: Rule) => boolean): Forward[] =>
    host === undefined ? [] : own.filter(admits).flatMap((rule) => ports(rule).map((port) => ({ host, port })));
  const wanted = [
    ...open(
      leadsTo(cloud, client, instance) ? instance.publicIp : undefined,
      ({ cidrIpv4 = "" }) => contains(cidrIpv4, client) || contains(cidrIpv4, instance.publicIp ?? ""),
    ),
    // From within the VPC: a bastion, or a member of another group. Nobody here can dial other addresses than 127/8.
    ...open(
      contains("127.0.0.0/8", instance.privateIp) ? instance.privateIp : undefined,
      (rule) => isOfAnotherGroup(rule) || overlaps(rule.cidrIpv4 ?? "", vpc?.cidr ?? ""),
    ),
  ];
  const byAddress = new Map(wanted.map((forward) => [`${forward.host}:${forward.port}`, forward]));
  await setForwards(cloud.machine(instance.id), [...byAddress.values()]);
}

/** A rule that refers to its own group lets in its members alone, and this computer is none. */
function isOfAnotherGroup({ referencedGroupId, groupId }: Rule): boolean {
  return referencedGroupId !== undefined && referencedGroupId !== groupId;
}

export async function applyGroup(cloud: CloudFolder, groupId: string): Promise<void> {
  for (const instance of cloud.all(instances)) {
    if (instance.groupIds.includes(groupId)) await applyFirewall(cloud, instance);
  }
}

/** After a change of its routes. */
export async function applyVpc(cloud: CloudFolder, vpcId: string): Promise<void> {
  for (const instance of cloud.all(instances)) {
    if (instance.vpcId === vpcId) await applyFirewall(cloud, instance);
  }
}

function ports({ protocol, fromPort, toPort }: Rule): number[] {
  if (protocol === "-1") return [22];
  if (protocol !== "tcp") return [];
  if (toPort - fromPort < fewPorts)
    return Array.from({ length: toPort - fromPort + 1 }, (_, index) => fromPort + index);
  return fromPort <= 22 && toPort >= 22 ? [22] : [];
}
