// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import { claimAddress, releaseAddress } from "../cloud/loopback";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, replaces, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyFirewall } from "./firewall";
import { observe } from "./life";
import { writeMetadata } from "./metadata";
import { publicName } from "./networks";
import { hasGateway } from "./reach";
import { arn, type ElasticIp, elasticIps, type Instance, instances, newId } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";

const inputs: Fields = {
  ...{ address: replaces(string), associateWithPrivateIp: string, customerOwnedIpv4Pool: replaces(string) },
  ...{ domain: replaces(computed(string)), instance: computed(string), ipamPoolId: replaces(string) },
  ...{ networkBorderGroup: replaces(computed(string)), networkInterface: computed(string) },
  ...{ publicIpv4Pool: replaces(computed(string)), region, tags: map },
};

/** What EC2 gives an account for each region. */
const limit = 5;

/** An address that stays when machines come and go. */
export const eip: ResourceType = {
  inputs,
  outputs: [
    ...["allocationId", "arn", "associationId", "carrierIp", "customerOwnedIp", "privateDns", "privateIp", "ptrRecord"],
    ...["publicDns", "publicIp", "tagsAll"],
  ],
  check,
  create: (given, context) =>
    during("creating EC2 EIP", "AllocateAddress", async () => {
      const { cloud } = context;
      const where = regionOf(given, context);
      const tags = acceptTags(given.tags);
      if (cloud.all(elasticIps).filter((one) => one.region === where).length >= limit)
        throw new ApiError("AddressLimitExceeded", "The maximum number of addresses has been reached.");
      const allocationId = newId("eipalloc");
      const address: ElasticIp = {
        allocationId,
        region: where,
        publicIp: await claimAddress(cloud, allocationId),
        tags,
      };
      cloud.save(elasticIps, allocationId, address);
      return { id: allocationId, outputs: describe(cloud, address) };
    }),
  read: (id, _, { cloud }) => {
    const address = cloud.find(elasticIps, id);
    return Promise.resolve(address && describe(cloud, address));
  },
  update: (id, given, _, { cloud }) =>
    during("updating EC2 EIP", "CreateTags", () => {
      const address = cloud.find(elasticIps, id);
      if (!address) throw new ApiError("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`);
      const now = { ...address, tags: acceptTags(given.tags) };
      cloud.save(elasticIps, id, now);
      return describe(cloud, now);
    }),
  delete: (id, _, { cloud }) =>
    during(`deleting EC2 EIP (${id})`, "ReleaseAddress", () => {
      const address = cloud.find(elasticIps, id);
      if (!address) return;
      if (address.associationId !== undefined)
        throw new ApiError("InvalidIPAddress.InUse", `Address ${address.publicIp} is in use.`);
      releaseAddress(cloud, address.publicIp);
      cloud.remove(elasticIps, id);
    }),
};

function check(given: Properties): Failure[] {
  const { domain } = given;
  const absent = ["address", "associateWithPrivateIp", "customerOwnedIpv4Pool", "instance", "ipamPoolId"]
    .concat("networkInterface", "publicIpv4Pool", "networkBorderGroup")
    .filter((name) => given[name] !== undefined);
  return [
    ...checkRegion(given.region, "region"),
    ...(domain === undefined || domain === unknown || domain === "vpc"
      ? []
      : [{ property: "domain", reason: `expected domain to be one of ["vpc"], got ${domain as string}` }]),
    ...absent.map((property) => ({
      property,
      reason: `the laboratory's stand-in does not do ${property} of an Elastic IP; use aws.ec2.EipAssociation`,
    })),
  ];
}

function describe(cloud: CloudFolder, address: ElasticIp): Properties {
  const { allocationId, publicIp, region: where, tags } = address;
  const instance = address.instanceId === undefined ? undefined : cloud.find(instances, address.instanceId);
  return {
    ...{ allocationId, arn: arn(where, `elastic-ip/${allocationId}`), domain: "vpc", publicIp, region: where },
    ...{ publicDns: publicName(publicIp, where), publicIpv4Pool: "amazon", networkBorderGroup: where, ptrRecord: "" },
    ...{ associationId: address.associationId ?? "", instance: address.instanceId ?? "", tagsAll: tags },
    ...{ networkInterface: instance?.interfaceId ?? "", privateIp: instance?.privateIp ?? "" },
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

const associationInputs: Fields = {
  ...{ allocationId: replaces(computed(string)), allowReassociation: replaces(boolean) },
  ...{ instanceId: replaces(computed(string)), networkInterfaceId: replaces(computed(string)) },
  ...{ privateIpAddress: replaces(computed(string)), publicIp: replaces(computed(string)), region },
};

/** Gives an Elastic IP to an instance, which loses the address that it had. */
export const eipAssociation: ResourceType = {
  inputs: associationInputs,
  outputs: [],
  check: (given) => [
    ...checkRegion(given.region, "region"),
    ...(given.instanceId === undefined || given.allocationId === undefined
      ? [{ property: "allocationId", reason: "the laboratory's stand-in needs both allocationId and instanceId" }]
      : []),
  ],
  create: (given, { cloud }) =>
    during("creating EC2 EIP Association", "AssociateAddress", async () => {
      const address = cloud.find(elasticIps, String(given.allocationId));
      if (!address)
        throw new ApiError(
          "InvalidAllocationID.NotFound",
          `The allocation ID '${String(given.allocationId)}' does not exist`,
        );
      const instance = observe(cloud, String(given.instanceId));
      if (instance?.region !== address.region)
        throw new ApiError(
          "InvalidInstanceID.NotFound",
          `The instance ID '${String(given.instanceId)}' does not exist`,
        );
      if (!hasGateway(cloud, instance.vpcId))
        throw new ApiError("Gateway.NotAttached", `Network ${instance.vpcId} is not attached to any internet gateway`);
      // In a VPC an address that is taken changes hands.
      if (address.instanceId !== undefined) await takeAway(cloud, address.instanceId);
      const associationId = newId("eipassoc");
      const holders = [...(address.holders ?? []), instance.id];
      cloud.save(elasticIps, address.allocationId, { ...address, associationId, instanceId: instance.id, holders });
      if (instance.ephemeral && instance.publicIp !== undefined) releaseAddress(cloud, instance.publicIp);
      await renew(cloud, { ...instance, publicIp: address.publicIp, ephemeral: false });
      return { id: associationId, outputs: describeAssociation(address, instance) };
    }),
  read: (id, _, { cloud }) => {
    const address = cloud.all(elasticIps).find(({ associationId }) => associationId === id);
    const instance = address?.instanceId === undefined ? undefined : observe(cloud, address.instanceId);
    return Promise.resolve(address && instance && describeAssociation(address, instance));
  },
  delete: async (id, _, { cloud }) => {
    const address = cloud.all(elasticIps).find(({ associationId }) => associationId === id);
    if (!address) return;
    cloud.save(elasticIps, address.allocationId, { ...address, associationId: undefined, instanceId: undefined });
    if (address.instanceId !== undefined) await takeAway(cloud, address.instanceId);
  },
};

/**
 * EC2 gives a machine that loses its Elastic IP another public address some minutes later, and none where it has a second
 * interface. Here it is without one until it is started again.
 */
async function takeAway(cloud: CloudFolder, instanceId: string): Promise<void> {
  const instance = observe(cloud, instanceId);
  if (!instance) return;
  const { publicIp: _, ...others } = instance;
  await renew(cloud, { ...others, ephemeral: false });
}

/** Everything that shows an address. */
async function renew(cloud: CloudFolder, instance: Instance): Promise<void> {
  cloud.save(instances, instance.id, instance);
  writeMetadata(cloud, instance);
  await applyFirewall(cloud, instance);
}

const describeAssociation = (address: ElasticIp, instance: Instance): Properties => ({
  ...{ allocationId: address.allocationId, instanceId: instance.id, networkInterfaceId: instance.interfaceId },
  ...{ privateIpAddress: instance.privateIp, publicIp: address.publicIp, region: address.region },
});
