// SPDX-License-Identifier: Apache-2.0
// What EC2 makes of a request for an instance, or why it does not.
import { randomBytes, randomUUID } from "node:crypto";

import { contains } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { imageGiB } from "../cloud/image";
import type { MachineSettings } from "../cloud/machine";
import type { Context } from "../cloud/resource-type";
import { isMap, type Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError } from "./errors";
import { catalogue, images } from "./images";
import { isBase64, userDataLimit } from "./instance-checks";
import { findInstanceType, type InstanceType } from "./instance-types";
import { keyOf } from "./kms";
import { freePrivateAddress, subnets, vpcs } from "./networks";
import {
  fixedId,
  type Instance,
  instances,
  newId,
  type RootVolume,
  type Snapshot,
  snapshots,
  type Subnet,
} from "./records";
import { regionOf } from "./region";
import { find as findGroup } from "./security-group";
import { acceptTags } from "./tags";
import { checkPerformance } from "./volume";

const invalid = (message: string) => new ApiError("InvalidParameterValue", message);

/** A record without a machine yet. */
export function plan(given: Properties, context: Context): Instance {
  const { cloud } = context;
  const region = regionOf(given, context);
  const type = acceptType(String(given.instanceType));
  const image = acceptImage(cloud, region, String(given.ami), type);
  const subnet = acceptSubnet(cloud, region, given);
  const groupIds = acceptGroups(cloud, subnet, given.vpcSecurityGroupIds as string[] | undefined);
  const privateIp = acceptAddress(cloud, subnet, given.privateIp as string | undefined);
  const keyName = acceptKey(cloud, given.keyName as string | undefined);
  const id = newId("i");
  return {
    ...{ id, region, zone: subnet.zone, subnetId: subnet.id, vpcId: subnet.vpcId, interfaceId: fixedId("eni", id) },
    ...{ mac: ["02", ...(randomBytes(5).toString("hex").match(/../g) ?? [])].join(":"), privateIp, ephemeral: false },
    autoPublic: wantsPublic(given) ?? subnet.public,
    ...{ groupIds, ami: String(given.ami), keyName, launched: new Date().toISOString(), state: "pending" },
    ...{ ...changeable(given, cloud), rootVolume: rootVolume(given.rootBlockDevice, region, { from: image.snapshot }) },
    ...(isMap(given.instanceMarketOptions) &&
      given.instanceMarketOptions.marketType === "spot" && { spotRequestId: newId("sir").slice(0, 12) }),
  };
}

/** The provider sends the wish with a subnet only: it is said of an interface, which it makes for a subnet. */
function wantsPublic({ subnetId, associatePublicIpAddress }: Properties): boolean | undefined {
  return subnetId === undefined ? undefined : (associatePublicIpAddress as boolean | undefined);
}

/** What a running instance may be told anew. */
export function changeable(given: Properties, cloud: CloudFolder) {
  const options = isMap(given.metadataOptions) ? given.metadataOptions : {};
  const profile = given.iamInstanceProfile as string | undefined;
  if (profile !== undefined && !catalogue(cloud).instanceProfiles?.includes(profile))
    throw invalid(
      `Value (${profile}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name (the laboratory knows those in catalogue.json, instanceProfiles)`,
    );
  return {
    ...{ instanceType: String(given.instanceType), profile, tags: acceptTags(given.tags) },
    shutdownBehavior: (given.instanceInitiatedShutdownBehavior as string | undefined) ?? "stop",
    disableApiTermination: given.disableApiTermination === true,
    metadataOptions: {
      ...{ httpEndpoint: "enabled", httpProtocolIpv6: "disabled", httpPutResponseHopLimit: 1, httpTokens: "optional" },
      ...{ instanceMetadataTags: "disabled", ...(options as Record<string, string | number>) },
    },
  };
}

export function acceptType(name: string): InstanceType {
  const type = findInstanceType(name);
  if (!type) throw invalid(`Invalid value '${name}' for InstanceType.`);
  return type;
}

/** With the snapshot of an image that was made here. */
export function acceptImage(
  cloud: CloudFolder,
  region: string,
  id: string,
  type: InstanceType,
): { snapshot: Snapshot | undefined } {
  if (!/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)) throw new ApiError("InvalidAMIID.Malformed", `Invalid id: "${id}"`);
  const image = images(cloud, region).find((one) => one.id === id);
  if (image?.state !== "available")
    throw new ApiError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
  if (image.architecture !== type.architecture)
    throw invalid(
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  const own = process.arch === "arm64" ? "arm64" : "x86_64";
  if (image.architecture !== own)
    throw new Error(
      `the laboratory boots its machines on this computer, which is ${own}, and ${id} is for ${image.architecture}`,
    );
  return { snapshot: image.snapshotId === undefined ? undefined : cloud.find(snapshots, image.snapshotId) };
}

function acceptSubnet(cloud: CloudFolder, region: string, { subnetId, availabilityZone }: Properties): Subnet {
  const all = subnets(cloud, region);
  if (subnetId !== undefined) {
    const subnet = all.find(({ id }) => id === subnetId);
    if (!subnet) throw new ApiError("InvalidSubnetID.NotFound", `The subnet ID '${subnetId as string}' does not exist`);
    if (availabilityZone !== undefined && availabilityZone !== subnet.zone)
      throw invalid(
        `Invalid availability zone: [${availabilityZone as string}]: subnet ${subnet.id} is in ${subnet.zone}`,
      );
    return subnet;
  }
  const found = all.find((subnet) => subnet.default && (availabilityZone ?? subnet.zone) === subnet.zone);
  if (found) return found;
  if (!vpcs(cloud, region).some((vpc) => vpc.default))
    throw new ApiError(
      "VPCIdNotSpecified",
      "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
    );
  throw invalid(`Invalid availability zone: [${availabilityZone as string}]`);
}

export function acceptGroups(
  cloud: CloudFolder,
  subnet: { id: string; vpcId: string },
  ids: string[] | undefined,
): string[] {
  if (ids === undefined || ids.length === 0) {
    // Everybody's default group lets in nobody but its members.
    return [fixedId("sg", subnet.vpcId)];
  }
  for (const id of ids) {
    if (id === fixedId("sg", subnet.vpcId)) continue;
    if (findGroup(cloud, id).vpcId !== subnet.vpcId)
      throw new ApiError(
        "InvalidParameter",
        `Security group ${id} and subnet ${subnet.id} belong to different networks.`,
      );
  }
  return [...new Set(ids)];
}

function acceptAddress(cloud: CloudFolder, subnet: Subnet, wanted: string | undefined): string {
  if (wanted === undefined) return freePrivateAddress(cloud, subnet);
  if (!contains(subnet.cidr, wanted))
    throw invalid(`Address ${wanted} does not fall within the subnet's address range`);
  if (cloud.all(instances).some(({ privateIp }) => privateIp === wanted))
    throw new ApiError("InvalidIPAddress.InUse", `Address ${wanted} is in use.`);
  return wanted;
}

function acceptKey(cloud: CloudFolder, name: string | undefined): string | undefined {
  if (name !== undefined && catalogue(cloud).keyPairs?.[name] === undefined)
    throw new ApiError(
      "InvalidKeyPair.NotFound",
      `The key pair '${name}' does not exist (the laboratory knows those in catalogue.json, keyPairs)`,
    );
  return name;
}

/** With what is filled in where nothing is said; a root disk is at least as large as its image, and encrypted as that is. */
export function rootVolume(
  given: unknown,
  region: string,
  { from, volumeId = newId("vol") }: { from?: Snapshot | undefined; volumeId?: string } = {},
): RootVolume {
  const options = isMap(given) ? given : {};
  const least = from?.size ?? imageGiB;
  const key = from?.kmsKeyId === undefined ? {} : { encrypted: true, kmsKeyId: from.kmsKeyId };
  const volume = {
    ...{ deleteOnTermination: true, encrypted: false, volumeSize: least, volumeType: "gp2", ...options, ...key },
    ...{ ...keyOf({ ...key, ...options, ...(key.encrypted && { encrypted: true }) }, region) },
    ...{ deviceName: rootDevice, volumeId },
  };
  checkPerformance({ ...options, type: volume.volumeType });
  acceptTags(options.tags);
  if (!Number.isInteger(volume.volumeSize) || volume.volumeSize > 65536)
    throw invalid(`Invalid volume size: ${volume.volumeSize}`);
  if (volume.volumeSize < least)
    throw new ApiError(
      "InvalidBlockDeviceMapping",
      `Volume of size ${volume.volumeSize}GB is smaller than snapshot${from ? ` '${from.id}'` : ""}, expect size >= ${least}GB`,
    );
  return volume;
}

/** As all images of the laboratory have it. */
export const rootDevice = "/dev/sda1";

/** Bytes as the machine will see them. Like the provider this takes text that is base64 already as what it stands for. */
export function decodeUserData({ userData, userDataBase64 }: Properties): Buffer | undefined {
  const text = (userDataBase64 ?? userData) as string | undefined;
  if (text === undefined || text === "") return undefined;
  const bytes =
    userDataBase64 !== undefined || isBase64(text) ? Buffer.from(text, "base64") : Buffer.from(text, "utf8");
  if (bytes.length > userDataLimit) throw invalid(`User data is limited to ${userDataLimit} bytes`);
  return bytes;
}

/** As small as the laboratory's computer needs it, because two machines have to find room in it. */
export function machineSettings(instance: Instance, metadata: string): MachineSettings {
  const { memoryMiB } = acceptType(instance.instanceType);
  const uuid = `ec2${randomUUID().slice(3)}`;
  return {
    ...{ name: instance.id, cpus: 1, memoryMiB: Math.min(memoryMiB, 4096) },
    ...{ diskGiB: instance.rootVolume.volumeSize, mac: instance.mac, metadata },
    smbios: { manufacturer: "Amazon EC2", product: instance.instanceType, uuid, serial: uuid },
  };
}
