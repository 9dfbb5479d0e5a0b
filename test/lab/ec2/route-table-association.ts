// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import type { Context, ResourceType } from "../cloud/resource-type";
import { type Failure, type Fields, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyVpc } from "./firewall";
import { subnets } from "./networks";
import { newId, type RouteTableAssociation, routeTableAssociations } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { findRouteTable } from "./route-table";
import { undone } from "./undone";

const inputs: Fields = {
  ...{ gatewayId: replaces(string), region, routeTableId: required(string), subnetId: replaces(string) },
};

/** Gives a subnet a route table in place of its VPC's main one. */
export const routeTableAssociation: ResourceType = {
  inputs,
  outputs: [],
  check: (given): Failure[] => [
    ...checkRegion(given.region, "region"),
    ...exactlyOne(given),
    ...undone(given, ["gatewayId"], "an association"),
  ],
  create: (given, context) =>
    during("creating Route Table Association", "AssociateRouteTable", async () => {
      const made = expand(newId("rtbassoc"), given, context);
      await save(context.cloud, made);
      return { id: made.id, outputs: describe(made) };
    }),
  read: (id, _, { cloud }) => {
    const found = cloud.find(routeTableAssociations, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, context) =>
    during(`updating Route Table Association (${id})`, "ReplaceRouteTableAssociation", async () => {
      const now = expand(id, given, context);
      await save(context.cloud, now);
      return describe(now);
    }),
  delete: async (id, _, { cloud }) => {
    const found = cloud.find(routeTableAssociations, id);
    if (!found) return;
    cloud.remove(routeTableAssociations, id);
    await applyVpc(cloud, findRouteTable(cloud, found.tableId).vpcId);
  },
};

function exactlyOne({ gatewayId, subnetId }: Properties): Failure[] {
  if ((gatewayId === undefined) !== (subnetId === undefined) || [gatewayId, subnetId].includes(unknown)) return [];
  return [{ property: "subnetId", reason: "one of `gatewayId,subnetId` must be specified, and only one" }];
}

function expand(id: string, given: Properties, context: Context): RouteTableAssociation {
  const { cloud } = context;
  const table = findRouteTable(cloud, String(given.routeTableId));
  const subnet = subnets(cloud, regionOf(given, context)).find((one) => one.id === given.subnetId);
  if (!subnet)
    throw new ApiError("InvalidSubnetID.NotFound", `The subnet ID '${String(given.subnetId)}' does not exist`);
  if (subnet.vpcId !== table.vpcId)
    throw new ApiError(
      "InvalidParameterValue",
      `Route table ${table.id} and subnet ${subnet.id} belong to different networks`,
    );
  const others = cloud.all(routeTableAssociations).filter((other) => other.id !== id);
  if (others.some(({ subnetId }) => subnetId === subnet.id))
    throw new ApiError(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  return { id, tableId: table.id, subnetId: subnet.id };
}

async function save(cloud: CloudFolder, made: RouteTableAssociation): Promise<void> {
  cloud.save(routeTableAssociations, made.id, made);
  await applyVpc(cloud, findRouteTable(cloud, made.tableId).vpcId);
}

const describe = ({ tableId, subnetId }: RouteTableAssociation): Properties => ({ routeTableId: tableId, subnetId });
