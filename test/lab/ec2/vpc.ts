// SPDX-License-Identifier: Apache-2.0
import { contains } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import type { Context, Made, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, number, replaces, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { checkBlock } from "./cidr-block";
import { ApiError, during } from "./errors";
import { vpcs } from "./networks";
import { account, arn, fixedId, groups, internetGateways, madeSubnets, madeVpcs, newId } from "./records";
import { routes, routeTables, type Vpc } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";
import { undone } from "./undone";

const inputs: Fields = {
  ...{ assignGeneratedIpv6CidrBlock: boolean, cidrBlock: replaces(computed(string)) },
  ...{ enableDnsHostnames: computed(boolean), enableDnsSupport: { ...boolean, default: true } },
  ...{ enableNetworkAddressUsageMetrics: computed(boolean), instanceTenancy: { ...string, default: "default" } },
  ...{ ipv4IpamPoolId: replaces(string), ipv4NetmaskLength: replaces(number), ipv6CidrBlock: computed(string) },
  ...{ ipv6CidrBlockNetworkBorderGroup: computed(string), ipv6IpamPoolId: string, ipv6NetmaskLength: number },
  ...{ region, tags: map },
};

/** A network that starts with a main route table, which leads nowhere outside. */
export const vpc: ResourceType = {
  inputs,
  outputs: [
    ...["arn", "defaultNetworkAclId", "defaultRouteTableId", "defaultSecurityGroupId", "dhcpOptionsId"],
    ...["ipv6AssociationId", "mainRouteTableId", "ownerId", "tagsAll"],
  ],
  check,
  create: (given, context) => during("creating EC2 VPC", "CreateVpc", () => create(given, context)),
  read: (id, _, { cloud }) => {
    const found = cloud.find(madeVpcs, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 VPC (${id})`, "ModifyVpcAttribute", () => {
      const now = { ...findVpc(cloud, id), ...changeable(given) };
      cloud.save(madeVpcs, id, now);
      return describe(now);
    }),
  delete: (id, _, { cloud }) => during(`deleting EC2 VPC (${id})`, "DeleteVpc", () => remove(cloud, id)),
};

function check(given: Properties): Failure[] {
  const { instanceTenancy: tenancy } = given;
  const ipv6 = ["ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup", "ipv6IpamPoolId", "ipv6NetmaskLength"];
  return [
    ...checkRegion(given.region, "region"),
    ...checkBlock(given.cidrBlock),
    ...(tenancy === unknown || ["default", "dedicated"].includes(tenancy as string)
      ? []
      : [
          {
            property: "instanceTenancy",
            reason: `expected instanceTenancy to be one of ["default","dedicated"], got ${tenancy as string}`,
          },
        ]),
    ...undone(given, ["assignGeneratedIpv6CidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", ...ipv6], "a VPC"),
    ...undone({ instanceTenancy: tenancy === "dedicated" ? tenancy : undefined }, ["instanceTenancy"], "a VPC"),
    ...undone(given, ["enableNetworkAddressUsageMetrics"], "a VPC"),
  ];
}

/** What a VPC may be told anew. */
function changeable(given: Properties) {
  return {
    dnsHostnames: given.enableDnsHostnames === true,
    dnsSupport: given.enableDnsSupport !== false,
    tags: acceptTags(given.tags),
  };
}

/** Ranges that mean something else to every machine. */
const reserved = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];

function create(given: Properties, context: Context): Made {
  const cidr = given.cidrBlock as string | undefined;
  if (cidr === undefined)
    throw new ApiError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided.");
  if (reserved.some((range) => contains(range, cidr.split("/")[0] ?? "")))
    throw new ApiError("InvalidVpc.Range", `The CIDR '${cidr}' is invalid.`);
  const made: Vpc = {
    ...{ id: newId("vpc"), region: regionOf(given, context), cidr, default: false },
    ...changeable(given),
  };
  const main = mainTable(made.id);
  context.cloud.save(madeVpcs, made.id, made);
  context.cloud.save(routeTables, main, { id: main, region: made.region, vpcId: made.id, main: true, tags: {} });
  return { id: made.id, outputs: describe(made) };
}

export const mainTable = (vpcId: string): string => vpcId.replace("vpc-", "rtb-");

function describe({ id, region: where, cidr, dnsHostnames, dnsSupport, tags }: Vpc): Properties {
  return {
    ...{ arn: arn(where, `vpc/${id}`), cidrBlock: cidr, region: where, ownerId: account, instanceTenancy: "default" },
    ...{ enableDnsHostnames: dnsHostnames, enableDnsSupport: dnsSupport, enableNetworkAddressUsageMetrics: false },
    ...{ defaultNetworkAclId: fixedId("acl", id), defaultSecurityGroupId: fixedId("sg", id) },
    ...{ defaultRouteTableId: mainTable(id), mainRouteTableId: mainTable(id), dhcpOptionsId: fixedId("dopt", where) },
    ...{ ipv6AssociationId: "", ipv6CidrBlock: "", ipv6CidrBlockNetworkBorderGroup: "" },
    ...{ tagsAll: tags, ...(Object.keys(tags).length > 0 && { tags }) },
  };
}

/** One that a program has made. */
function findVpc(cloud: CloudFolder, id: string): Vpc {
  const found = cloud.find(madeVpcs, id);
  if (!found) throw new ApiError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
  return found;
}

/** One in which something is to be made. */
export function acceptVpc(cloud: CloudFolder, where: string, id: string): Vpc {
  const found = vpcs(cloud, where).find((one) => one.id === id);
  if (!found) throw new ApiError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
  return found;
}

/** Its main route table goes with it, everything else has to be gone before. */
function remove(cloud: CloudFolder, id: string): void {
  if (!cloud.find(madeVpcs, id)) return;
  const inside = ({ vpcId }: { vpcId?: string }) => vpcId === id;
  const used =
    cloud.all(madeSubnets).some(inside) ||
    cloud.all(internetGateways).some(inside) ||
    cloud.all(groups).some(inside) ||
    cloud.all(routeTables).some((table) => inside(table) && !table.main);
  if (used) throw new ApiError("DependencyViolation", `The vpc '${id}' has dependencies and cannot be deleted.`);
  for (const route of cloud.all(routes)) if (route.tableId === mainTable(id)) cloud.remove(routes, route.id);
  cloud.remove(routeTables, mainTable(id));
  cloud.remove(madeVpcs, id);
}
