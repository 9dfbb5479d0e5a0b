// SPDX-License-Identifier: Apache-2.0
import { contains, isCanonical, overlaps, parseCidr } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import type { Context, ResourceType } from "../cloud/resource-type";
import { computed, type Failure, type Fields, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { prefixLength } from "./cidr-block";
import { ApiError, during } from "./errors";
import { applyVpc } from "./firewall";
import { findGateway } from "./internet-gateway";
import { vpcs } from "./networks";
import { type Route, routes } from "./records";
import { checkRegion, region } from "./region";
import { findRouteTable } from "./route-table";
import { undone } from "./undone";

const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
const targets = [
  ...["carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId"],
  ...["networkInterfaceId", "odbNetworkArn", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId"],
];

const inputs: Fields = {
  ...Object.fromEntries(destinations.map((name) => [name, replaces(string)])),
  ...Object.fromEntries(targets.map((name) => [name, name === "networkInterfaceId" ? computed(string) : string])),
  ...{ region, routeTableId: replaces(required(string)) },
};

/** One line of a route table; only those to an internet gateway. */
export const route: ResourceType = {
  inputs,
  outputs: ["instanceId", "instanceOwnerId", "origin", "state"],
  check,
  create: (given, context) =>
    during("creating EC2 Route", "CreateRoute", async () => {
      const { cloud } = context;
      const made = expand(given, context);
      if (cloud.find(routes, made.id))
        throw new ApiError("RouteAlreadyExists", `The route identified by ${made.cidr} already exists.`);
      await save(cloud, made);
      return { id: made.id, outputs: describe(made) };
    }),
  read: (id, _, { cloud }) => {
    const found = cloud.find(routes, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, context) =>
    during(`updating EC2 Route (${id})`, "ReplaceRoute", async () => {
      if (!context.cloud.find(routes, id))
        throw new ApiError(
          "InvalidParameterValue",
          "There is no route defined for the destination in the route table.",
        );
      const now = expand(given, context);
      await save(context.cloud, now);
      return describe(now);
    }),
  delete: async (id, _, { cloud }) => {
    const found = cloud.find(routes, id);
    if (!found) return;
    cloud.remove(routes, id);
    await applyVpc(cloud, findRouteTable(cloud, found.tableId).vpcId);
  },
};

function check(given: Properties): Failure[] {
  const { destinationCidrBlock: cidr } = given;
  const choices = [...exactlyOne(given, destinations), ...exactlyOne(given, targets)];
  const isForeign = (name: string) => !["destinationCidrBlock", "gatewayId"].includes(name);
  return [
    ...checkRegion(given.region, "region"),
    ...(typeof cidr === "string" && cidr !== unknown && !(parseCidr(cidr) && isCanonical(cidr))
      ? [{ property: "destinationCidrBlock", reason: `"${cidr}" is not a valid IPv4 CIDR block` }]
      : []),
    ...(choices.length > 0 ? choices : undone(given, [...destinations, ...targets].filter(isForeign), "a route")),
  ];
}

function exactlyOne(given: Properties, names: string[]): Failure[] {
  const chosen = names.filter((name) => given[name] !== undefined && given[name] !== unknown);
  if (chosen.length === 1 || (chosen.length === 0 && names.some((name) => given[name] === unknown))) return [];
  return [
    {
      property: chosen[1] ?? names[0] ?? "",
      reason: `one of \`${names.join(",")}\` must be specified, and only one; got ${chosen.join(" and ") || "none"}`,
    },
  ];
}

/** As EC2 understands what was given. */
function expand(given: Properties, { cloud }: Context): Route {
  const table = findRouteTable(cloud, String(given.routeTableId));
  const gateway = findGateway(cloud, String(given.gatewayId));
  const invalid = (message: string) => new ApiError("InvalidParameterValue", message);
  if (gateway.vpcId !== table.vpcId)
    throw invalid(`route table ${table.id} and network gateway ${gateway.id} belong to different networks`);
  const cidr = String(given.destinationCidrBlock);
  const local = vpcs(cloud, table.region).find(({ id }) => id === table.vpcId)?.cidr ?? "";
  if (cidr === local) throw new ApiError("RouteAlreadyExists", `The route identified by ${cidr} already exists.`);
  if (overlaps(local, cidr) && prefixLength(cidr) > prefixLength(local) && contains(local, cidr.split("/")[0] ?? ""))
    throw invalid(
      `The destination CIDR block ${cidr} is equal to or more specific than one of this VPC's CIDR blocks.`,
    );
  return { id: `r-${table.id}-${cidr.replace("/", "-")}`, tableId: table.id, cidr, gatewayId: gateway.id };
}

async function save(cloud: CloudFolder, made: Route): Promise<void> {
  cloud.save(routes, made.id, made);
  await applyVpc(cloud, findRouteTable(cloud, made.tableId).vpcId);
}

const describe = ({ tableId, cidr, gatewayId }: Route): Properties => ({
  ...{ routeTableId: tableId, destinationCidrBlock: cidr, gatewayId, origin: "CreateRoute", state: "active" },
  ...{ instanceId: "", instanceOwnerId: "", networkInterfaceId: "" },
});
