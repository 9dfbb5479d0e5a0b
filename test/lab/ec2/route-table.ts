// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { computed, type Field, type Fields, map, replaces, required, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyVpc } from "./firewall";
import { account, arn, newId, type RouteTable, routeTableAssociations, routes, routeTables } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";
import { undone } from "./undone";
import { acceptVpc } from "./vpc";

const strings: Field = { type: ["string"] };
const inputs: Fields = {
  ...{ propagatingVgws: computed(strings), region, routes: computed({ type: [{}] }), tags: map },
  vpcId: replaces(required(string)),
};

/** Where the traffic goes of those subnets that are associated with it. */
export const routeTable: ResourceType = {
  inputs,
  outputs: ["arn", "ownerId", "tagsAll"],
  check: (given) => [
    ...checkRegion(given.region, "region"),
    ...undone(given, ["propagatingVgws"], "a route table"),
    ...undone(given, ["routes"], "a route table", "; use aws.ec2.Route"),
  ],
  create: (given, context) =>
    during("creating EC2 Route Table", "CreateRouteTable", () => {
      const { cloud } = context;
      const where = regionOf(given, context);
      const { id: vpcId } = acceptVpc(cloud, where, String(given.vpcId));
      const tags = acceptTags(given.tags);
      const made: RouteTable = { id: newId("rtb"), region: where, vpcId, main: false, tags };
      cloud.save(routeTables, made.id, made);
      return { id: made.id, outputs: describe(made) };
    }),
  read: (id, _, { cloud }) => {
    const found = cloud.find(routeTables, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 Route Table (${id})`, "CreateTags", () => {
      const now = { ...findRouteTable(cloud, id), tags: acceptTags(given.tags) };
      cloud.save(routeTables, id, now);
      return describe(now);
    }),
  // The real provider takes the associations away itself.
  delete: async (id, _, { cloud }) => {
    const found = cloud.find(routeTables, id);
    if (!found) return;
    for (const one of cloud.all(routeTableAssociations))
      if (one.tableId === id) cloud.remove(routeTableAssociations, one.id);
    for (const one of cloud.all(routes)) if (one.tableId === id) cloud.remove(routes, one.id);
    cloud.remove(routeTables, id);
    await applyVpc(cloud, found.vpcId);
  },
};

export function findRouteTable(cloud: CloudFolder, id: string): RouteTable {
  const found = cloud.find(routeTables, id);
  if (!found) throw new ApiError("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`);
  return found;
}

const describe = ({ id, region: where, vpcId, tags }: RouteTable): Properties => ({
  ...{ arn: arn(where, `route-table/${id}`), ownerId: account, region: where, vpcId },
  ...{ tagsAll: tags, ...(Object.keys(tags).length > 0 && { tags }) },
});
