// SPDX-License-Identifier: Apache-2.0
// VPCs and subnets that exist in every region. Their addresses are this computer's own (127/8), so that a host in a
// private subnet can be reached by what stands in for a bastion.
import { formatAddress, parseAddress, parseCidr } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { fixedId, instances } from "./records";

export interface Vpc {
  id: string;
  cidr: string;
  default: boolean;
  tags: Record<string, string>;
}

export interface Subnet {
  id: string;
  vpcId: string;
  cidr: string;
  zone: string;
  /** One in each zone of the default VPC. */
  default: boolean;
  public: boolean;
  tags: Record<string, string>;
}

/** The default VPC with a subnet in each zone, unless the cloud has a file `no-default-vpc`, and another VPC. */
export function vpcs(cloud: CloudFolder, region: string): Vpc[] {
  const standard = { id: fixedId("vpc", region, "default"), cidr: "127.31.0.0/16", default: true, tags: {} };
  const own = { id: fixedId("vpc", region, "own"), cidr: "127.32.0.0/16", default: false, tags: { Name: "lab" } };
  return cloud.has("no-default-vpc") ? [own] : [standard, own];
}

export function subnets(cloud: CloudFolder, region: string): Subnet[] {
  return vpcs(cloud, region).flatMap((vpc) => (vpc.default ? defaultSubnets(vpc, region) : ownSubnets(vpc, region)));
}

function defaultSubnets(vpc: Vpc, region: string): Subnet[] {
  return ["a", "b", "c"].map((letter, index) => ({
    ...{ id: fixedId("subnet", region, "default", letter), vpcId: vpc.id, zone: region + letter },
    ...{ cidr: `127.31.${index * 16}.0/20`, default: true, public: true, tags: {} },
  }));
}

function ownSubnets(vpc: Vpc, region: string): Subnet[] {
  return ["public", "private"].map((name, index) => ({
    ...{ id: fixedId("subnet", region, name), vpcId: vpc.id, zone: `${region}${index === 0 ? "a" : "b"}` },
    ...{ cidr: `127.32.${index}.0/24`, default: false, public: index === 0, tags: { Name: `lab-${name}` } },
  }));
}

/** An address that no instance has; the first four of a subnet are AWS's own. */
export function freePrivateAddress(cloud: CloudFolder, subnet: Subnet): string {
  const taken = new Set(cloud.all(instances).map(({ privateIp }) => privateIp));
  const first = parseCidr(subnet.cidr)?.first ?? 0;
  for (let offset = 4; ; offset++) {
    const address = formatAddress(first + offset);
    if (!taken.has(address)) return address;
  }
}

export const internalName = (address: string, region: string): string =>
  `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;

export const publicName = (address: string, region: string): string =>
  `ec2-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`;

export const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
