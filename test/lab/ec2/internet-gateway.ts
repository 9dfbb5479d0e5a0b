// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import type { Context, Made, ResourceType } from "../cloud/resource-type";
import { computed, type Fields, map, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyVpc } from "./firewall";
import { livingInstances } from "./life";
import { account, arn, type InternetGateway, internetGateways, newId } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";
import { acceptVpc } from "./vpc";

const inputs: Fields = { region, tags: map, vpcId: computed(string) };

/** Through which a VPC reaches the internet and is reached from there. */
export const internetGateway: ResourceType = {
  inputs,
  outputs: ["arn", "ownerId", "tagsAll"],
  check: (given) => checkRegion(given.region, "region"),
  create: (given, context) =>
    during("creating EC2 Internet Gateway", "CreateInternetGateway", () => create(given, context)),
  read: (id, _, { cloud }) => {
    const found = cloud.find(internetGateways, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 Internet Gateway (${id})`, "AttachInternetGateway", async () => {
      const found = findGateway(cloud, id);
      const wanted = given.vpcId as string | undefined;
      const now = { ...found, vpcId: found.vpcId, tags: acceptTags(given.tags) };
      if (wanted !== undefined && wanted !== found.vpcId) {
        refuseMappedAddresses(cloud, found);
        attach(cloud, now, wanted);
      }
      cloud.save(internetGateways, id, now);
      for (const vpcId of [found.vpcId, now.vpcId]) if (vpcId !== undefined) await applyVpc(cloud, vpcId);
      return describe(now);
    }),
  delete: (id, _, { cloud }) =>
    during(`deleting EC2 Internet Gateway (${id})`, "DetachInternetGateway", async () => {
      const found = cloud.find(internetGateways, id);
      if (!found) return;
      refuseMappedAddresses(cloud, found);
      cloud.remove(internetGateways, id);
      if (found.vpcId !== undefined) await applyVpc(cloud, found.vpcId);
    }),
};

async function create(given: Properties, context: Context): Promise<Made> {
  const { cloud } = context;
  const tags = acceptTags(given.tags);
  const made: InternetGateway = { id: newId("igw"), region: regionOf(given, context), tags };
  if (given.vpcId !== undefined) attach(cloud, made, given.vpcId as string);
  cloud.save(internetGateways, made.id, made);
  if (made.vpcId !== undefined) await applyVpc(cloud, made.vpcId);
  return { id: made.id, outputs: describe(made) };
}

function attach(cloud: CloudFolder, gateway: InternetGateway, vpcId: string): void {
  acceptVpc(cloud, gateway.region, vpcId);
  if (cloud.all(internetGateways).some((other) => other.id !== gateway.id && other.vpcId === vpcId))
    throw new ApiError("InvalidParameterValue", `Network ${vpcId} already has an internet gateway attached`);
  gateway.vpcId = vpcId;
}

/** The real provider tries for 20 minutes before it says so. */
function refuseMappedAddresses(cloud: CloudFolder, { vpcId }: InternetGateway): void {
  if (livingInstances(cloud).some((instance) => instance.vpcId === vpcId && instance.publicIp !== undefined))
    throw new ApiError(
      "DependencyViolation",
      `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
}

export function findGateway(cloud: CloudFolder, id: string): InternetGateway {
  const found = cloud.find(internetGateways, id);
  if (!found) throw new ApiError("InvalidInternetGatewayID.NotFound", `The internetGateway ID '${id}' does not exist`);
  return found;
}

const describe = ({ id, region: where, vpcId, tags }: InternetGateway): Properties => ({
  ...{ arn: arn(where, `internet-gateway/${id}`), ownerId: account, region: where, vpcId: vpcId ?? "" },
  ...{ tagsAll: tags, ...(Object.keys(tags).length > 0 && { tags }) },
});
