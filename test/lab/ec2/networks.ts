// SPDX-License-Identifier: Apache-2.0
// VPCs and subnets: those that exist in every region, and those that programs have made. The addresses of the former are
// this computer's own (127/8), so that a host in a private subnet can be reached by what stands in for a bastion.
import { randomInt } from "node:crypto";

import { formatAddress, parseAddress, parseCidr } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { ApiError } from "./errors";
import { fixedId, instances, madeSubnets, madeVpcs, type Subnet, type Vpc } from "./records";

export function vpcs(cloud: CloudFolder, region: string): Vpc[] {
  const made = cloud.all(madeVpcs).filter((vpc) => vpc.region === region);
  return [...standing(cloud, region), ...made];
}

export function subnets(cloud: CloudFolder, region: string): Subnet[] {
  const made = cloud.all(madeSubnets).filter((subnet) => subnet.region === region);
  const always = standing(cloud, region).flatMap((vpc) =>
    vpc.default ? defaultSubnets(vpc, region, !cloud.has("private-default-subnets")) : ownSubnets(vpc, region),
  );
  return [...always, ...made];
}

/** The default VPC with a subnet in each zone, unless the cloud has a file `no-default-vpc`, and another VPC. */
function standing(cloud: CloudFolder, region: string): Vpc[] {
  const common = { region, dnsSupport: true };
  const standard: Vpc = {
    ...{ ...common, id: fixedId("vpc", region, "default"), cidr: "127.31.0.0/16", default: true, dnsHostnames: true },
    tags: {},
  };
  const own: Vpc = {
    ...{ ...common, id: fixedId("vpc", region, "own"), cidr: "127.32.0.0/16", default: false, dnsHostnames: false },
    tags: { Name: "lab" },
  };
  return cloud.has("no-default-vpc") ? [own] : [standard, own];
}

export const zones = (region: string): string[] => ["a", "b", "c"].map((letter) => region + letter);

/** They give public addresses, unless the cloud has a file `private-default-subnets`. */
function defaultSubnets(vpc: Vpc, region: string, isPublic: boolean): Subnet[] {
  return zones(region).map((zone, index) => ({
    ...{ region, id: fixedId("subnet", region, "default", zone.slice(-1)), vpcId: vpc.id, zone },
    ...{ cidr: `127.31.${index * 16}.0/20`, default: true, public: isPublic, tags: {} },
  }));
}

function ownSubnets(vpc: Vpc, region: string): Subnet[] {
  return ["public", "private"].map((name, index) => ({
    ...{ region, id: fixedId("subnet", region, name), vpcId: vpc.id, zone: `${region}${index === 0 ? "a" : "b"}` },
    ...{ cidr: `127.32.${index}.0/24`, default: false, public: index === 0, tags: { Name: `lab-${name}` } },
  }));
}

/** An address that no instance has; the first four of a subnet, and its last, are AWS's own. */
export function freePrivateAddress(cloud: CloudFolder, subnet: Subnet): string {
  const taken = new Set(cloud.all(instances).map(({ privateIp }) => privateIp));
  const { first, mask } = parseCidr(subnet.cidr) ?? { first: 0, mask: 0 };
  const last = (first | ~mask) >>> 0;
  // Clouds of tests that run side by side share this computer's addresses, of which each machine needs its own.
  const [lowest, count] = [first + 4, last - first - 4];
  const begin = randomInt(count);
  for (let i = 0; i < count; i++) {
    const address = formatAddress(lowest + ((begin + i) % count));
    if (!taken.has(address)) return address;
  }
  throw new ApiError(
    "InsufficientFreeAddressesInSubnet",
    `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
  );
}

export const internalName = (address: string, region: string): string =>
  `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;

export const publicName = (address: string, region: string): string =>
  `ec2-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`;

export const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
