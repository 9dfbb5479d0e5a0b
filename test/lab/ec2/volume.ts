// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { CloudFolder } from "../cloud/folder";
import { isRunning } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import { qemuImg } from "../cloud/qemu-img";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { keyOf } from "./kms";
import { subnets } from "./networks";
import { arn, newId, type Volume, volumes } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";

const inputs: Fields = {
  ...{ availabilityZone: replaces(required(string)), encrypted: replaces(computed(boolean)), finalSnapshot: boolean },
  ...{ iops: computed(number), kmsKeyId: replaces(computed(string)), multiAttachEnabled: replaces(boolean) },
  ...{ outpostArn: replaces(string), region, size: computed(number), snapshotId: replaces(computed(string)) },
  ...{
    tags: map,
    throughput: computed(number),
    type: computed(string),
    volumeInitializationRate: replaces(computed(number)),
  },
};

export const volumeTypes = ["gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"];

export const volume: ResourceType = {
  inputs,
  outputs: ["arn", "createTime", "tagsAll"],
  check,
  create: (given, context) =>
    during("creating EBS Volume", "CreateVolume", async () => {
      const { cloud } = context;
      const where = regionOf(given, context);
      const zone = String(given.availabilityZone);
      if (!subnets(cloud, where).some((subnet) => subnet.zone === zone))
        throw new ApiError("InvalidParameterValue", `Invalid availability zone: [${zone}]`);
      checkPerformance(given);
      const tags = acceptTags(given.tags);
      const size = Number(given.size);
      const made: Volume = { ...{ id: newId("vol"), region: where, zone, size, tags }, ...keyOf(given, where) };
      mkdirSync(join(cloud.path, volumes.folder), { recursive: true, mode: 0o700 });
      await qemuImg("create", "-q", "-f", "qcow2", diskFile(cloud, made.id), `${made.size}G`);
      cloud.save(volumes, made.id, made);
      return {
        id: made.id,
        outputs: { ...describe(made), encrypted: given.encrypted ?? false, type: given.type ?? "gp2" },
      };
    }),
  read: (id, _, { cloud }) => {
    const found = cloud.find(volumes, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EBS Volume (${id})`, "ModifyVolume", async () => {
      const now = { ...findVolume(cloud, id), size: Number(given.size), tags: acceptTags(given.tags) };
      checkPerformance(given);
      await resize(cloud, findVolume(cloud, id), now.size);
      cloud.save(volumes, id, now);
      return describe(now);
    }),
  delete: (id, _, { cloud }) =>
    during(`deleting EBS Volume (${id})`, "DeleteVolume", () => {
      const found = cloud.find(volumes, id);
      if (!found) return;
      if (found.instanceId !== undefined)
        throw new ApiError("VolumeInUse", `Volume ${id} is currently attached to ${found.instanceId}`);
      rmSync(diskFile(cloud, id), { force: true });
      cloud.remove(volumes, id);
    }),
};

export const diskFile = (cloud: CloudFolder, id: string): string => join(cloud.path, volumes.folder, `${id}.qcow2`);

export function findVolume(cloud: CloudFolder, id: string): Volume {
  const found = cloud.find(volumes, id);
  if (!found) throw new ApiError("InvalidVolume.NotFound", `The volume '${id}' does not exist.`);
  return found;
}

function check(given: Properties): Failure[] {
  const failures = checkRegion(given.region, "region");
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  const { type, size, snapshotId, multiAttachEnabled, outpostArn } = given;
  if (typeof type === "string" && type !== unknown && !volumeTypes.includes(type))
    refuse("type", `expected type to be one of ${JSON.stringify(volumeTypes)}, got ${type}`);
  if (size === undefined && snapshotId === undefined)
    refuse("size", '"size": one of `size,snapshot_id` must be specified');
  if (typeof size === "number" && !(Number.isInteger(size) && size >= 1 && size <= 65536))
    refuse("size", `expected size to be in the range (1 - 65536), got ${size}`);
  for (const [property, value] of Object.entries({
    snapshotId,
    outpostArn,
    ...(multiAttachEnabled === true && { multiAttachEnabled }),
  }))
    if (value !== undefined) refuse(property, `the laboratory's stand-in does not do ${property} of a volume`);
  return failures;
}

/** What goes together with which type of volume. */
export function checkPerformance({ type = volumeTypes[0], iops, throughput, kmsKeyId, encrypted }: Properties): void {
  const kind = type as string;
  if (throughput !== undefined && kind !== "gp3")
    throw new ApiError("InvalidParameterCombination", `The parameter throughput is not supported for ${kind} volumes.`);
  if (iops !== undefined && !["gp3", "io1", "io2"].includes(kind))
    throw new ApiError("InvalidParameterCombination", `The parameter iops is not supported for ${kind} volumes.`);
  if (iops === undefined && ["io1", "io2"].includes(kind))
    throw new ApiError("MissingParameter", `The parameter iops must be specified for ${kind} volumes.`);
  if (kmsKeyId !== undefined && encrypted !== true)
    throw new ApiError(
      "InvalidParameterDependency",
      "The parameter KmsKeyId requires the parameter Encrypted to be set.",
    );
}

async function resize(cloud: CloudFolder, { id, instanceId, size }: Volume, wanted: number): Promise<void> {
  if (wanted < size) throw new ApiError("InvalidParameterValue", "New size cannot be smaller than existing size");
  if (wanted === size) return;
  const directory = instanceId === undefined ? undefined : cloud.machine(instanceId);
  if (directory !== undefined && isRunning(directory))
    await monitor(directory, [["block_resize", { "node-name": id, size: wanted * 1024 ** 3 }]]);
  else await qemuImg("resize", "-q", diskFile(cloud, id), `${wanted}G`);
}

const describe = ({ id, region: where, zone, size, kmsKeyId, tags }: Volume): Properties => ({
  ...(kmsKeyId !== undefined && { kmsKeyId }),
  ...{ arn: arn(where, `volume/${id}`), availabilityZone: zone, size, region: where, tagsAll: tags },
  ...(Object.keys(tags).length > 0 && { tags }),
});
