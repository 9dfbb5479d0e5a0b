// SPDX-License-Identifier: Apache-2.0
import { contains, overlaps } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import type { Context, Made, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { checkBlock, prefixLength } from "./cidr-block";
import { ApiError, during } from "./errors";
import { livingInstances } from "./life";
import { subnets, zones } from "./networks";
import { account, arn, madeSubnets, newId, routeTableAssociations, type Subnet } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";
import { undone } from "./undone";
import { acceptVpc } from "./vpc";

const off = { ...boolean, default: false };

const inputs: Fields = {
  ...{ assignIpv6AddressOnCreation: off, availabilityZone: replaces(computed(string)) },
  ...{ availabilityZoneId: replaces(computed(string)), cidrBlock: replaces(computed(string)) },
  ...{ customerOwnedIpv4Pool: string, enableDns64: off, enableLniAtDeviceIndex: number },
  ...{ enableResourceNameDnsARecordOnLaunch: off, enableResourceNameDnsAaaaRecordOnLaunch: off },
  ...{ ipv4IpamPoolId: replaces(string), ipv4NetmaskLength: replaces(number), ipv6CidrBlock: computed(string) },
  ...{ ipv6IpamPoolId: replaces(string), ipv6Native: replaces(off), ipv6NetmaskLength: replaces(number) },
  ...{ mapCustomerOwnedIpOnLaunch: boolean, mapPublicIpOnLaunch: off, outpostArn: replaces(string) },
  ...{ privateDnsHostnameTypeOnLaunch: computed(string), region, tags: map, vpcId: replaces(required(string)) },
};

const missing = [
  ...["assignIpv6AddressOnCreation", "availabilityZoneId", "customerOwnedIpv4Pool", "enableDns64"],
  ...["enableLniAtDeviceIndex", "enableResourceNameDnsARecordOnLaunch", "enableResourceNameDnsAaaaRecordOnLaunch"],
  ...["ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6CidrBlock", "ipv6IpamPoolId", "ipv6Native", "ipv6NetmaskLength"],
  ...["mapCustomerOwnedIpOnLaunch", "outpostArn", "privateDnsHostnameTypeOnLaunch"],
];

/** A part of a VPC in one zone. Until it is associated with a route table, the VPC's main one holds for it. */
export const subnet: ResourceType = {
  inputs,
  outputs: ["arn", "ipv6CidrBlockAssociationId", "ownerId", "tagsAll"],
  check: (given) => [
    ...checkRegion(given.region, "region"),
    ...checkBlock(given.cidrBlock),
    ...undone(given, missing, "a subnet"),
  ],
  create: (given, context) => during("creating EC2 Subnet", "CreateSubnet", () => create(given, context)),
  read: (id, _, { cloud }) => {
    const found = cloud.find(madeSubnets, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 Subnet (${id})`, "ModifySubnetAttribute", () => {
      const found = cloud.find(madeSubnets, id);
      if (!found) throw new ApiError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
      const now = { ...found, ...changeable(given) };
      cloud.save(madeSubnets, id, now);
      return describe(now);
    }),
  delete: (id, _, { cloud }) => during(`deleting EC2 Subnet (${id})`, "DeleteSubnet", () => remove(cloud, id)),
};

const changeable = (given: Properties) => ({
  public: given.mapPublicIpOnLaunch === true,
  tags: acceptTags(given.tags),
});

function create(given: Properties, context: Context): Made {
  const { cloud } = context;
  const where = regionOf(given, context);
  const { id: vpcId, cidr: outer } = acceptVpc(cloud, where, String(given.vpcId));
  const cidr = given.cidrBlock as string | undefined;
  if (cidr === undefined)
    throw new ApiError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided.");
  if (!contains(outer, cidr.split("/")[0] ?? "") || prefixLength(cidr) < prefixLength(outer))
    throw new ApiError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
  if (subnets(cloud, where).some((other) => other.vpcId === vpcId && overlaps(other.cidr, cidr)))
    throw new ApiError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
  const zone = (given.availabilityZone as string | undefined) ?? `${where}a`;
  if (!zones(where).includes(zone))
    throw new ApiError(
      "InvalidParameterValue",
      `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones(where).join(", ")}.`,
    );
  const made: Subnet = {
    ...{ id: newId("subnet"), region: where, vpcId, cidr, zone, default: false },
    ...changeable(given),
  };
  cloud.save(madeSubnets, made.id, made);
  return { id: made.id, outputs: describe(made) };
}

function describe({ id, region: where, vpcId, cidr, zone, public: open, tags }: Subnet): Properties {
  return {
    ...{ arn: arn(where, `subnet/${id}`), availabilityZone: zone, cidrBlock: cidr, region: where, vpcId },
    ...{ mapPublicIpOnLaunch: open, ownerId: account, privateDnsHostnameTypeOnLaunch: "ip-name" },
    ...{ availabilityZoneId: zone, ipv6CidrBlock: "", ipv6CidrBlockAssociationId: "" },
    ...{ tagsAll: tags, ...(Object.keys(tags).length > 0 && { tags }) },
  };
}

function remove(cloud: CloudFolder, id: string): void {
  // The real provider tries for 20 minutes before it says so.
  if (livingInstances(cloud).some(({ subnetId }) => subnetId === id))
    throw new ApiError("DependencyViolation", `The subnet '${id}' has dependencies and cannot be deleted.`);
  for (const association of cloud.all(routeTableAssociations))
    if (association.subnetId === id) cloud.remove(routeTableAssociations, association.id);
  cloud.remove(madeSubnets, id);
}
