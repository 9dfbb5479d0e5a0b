// SPDX-License-Identifier: Apache-2.0
// Images of the account's own: made of an instance, or taken in to be deleted.
import type { CloudFolder } from "../cloud/folder";
import { copyDisk } from "../cloud/machine";
import type { Context, Made, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { findInstanceType } from "./instance-types";
import { rootDevice } from "./launch";
import { observe, stopInstance } from "./life";
import { startInstance } from "./power";
import {
  account,
  type Instance,
  instances,
  newId,
  type OwnImage,
  ownImages,
  type Snapshot,
  snapshots,
  volumes,
} from "./records";
import { checkRegion, region, regionOf, withoutRegion } from "./region";
import { deleteSnapshot, snapshotFile } from "./snapshot";
import { acceptTags } from "./tags";
import { undone } from "./undone";

const ephemeral = computed({ type: [{ deviceName: string, virtualName: string }] });
const ebs = computed({
  type: [
    {
      ...{ deleteOnTermination: boolean, deviceName: string, encrypted: boolean, iops: number, outpostArn: string },
      ...{ snapshotId: string, throughput: number, volumeSize: number, volumeType: string },
    },
  ],
});

const shared = [
  ...["arn", "hypervisor", "imageOwnerAlias", "imageType", "lastLaunchedTime", "manageEbsSnapshots", "ownerId"],
  ...["platform", "platformDetails", "public", "rootSnapshotId", "tagsAll", "usageOperation"],
];

const registered = ["architecture", "bootMode", "enaSupport", "imageLocation", "imdsSupport", "kernelId", "ramdiskId"];
const registeredToo = ["rootDeviceName", "sriovNetSupport", "tpmSupport", "uefiData", "virtualizationType"];

/** How both are read, changed and deleted: the provider has one way for them. */
const common: Pick<ResourceType, "read" | "update" | "delete"> = {
  read: (id, state, { cloud }) => {
    const found = cloud.find(ownImages, withoutRegion(id));
    return Promise.resolve(
      found && { ...describe(cloud, found), manageEbsSnapshots: state.manageEbsSnapshots ?? false },
    );
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 AMI (${id})`, "ModifyImageAttribute", () => {
      const found = cloud.find(ownImages, id);
      if (!found) throw new ApiError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
      const now = { ...found, description: textOf(given.description), tags: acceptTags(given.tags) };
      cloud.save(ownImages, id, now);
      return describe(cloud, now);
    }),
  // Whatever runs from it or names it is not asked. Its snapshots go only where the resource has made them.
  delete: (given, state, { cloud }) =>
    during(`deregistering EC2 AMI (${given})`, "DeregisterImage", () => {
      const id = withoutRegion(given);
      const found = cloud.find(ownImages, id);
      if (!found) return;
      cloud.remove(ownImages, id);
      if (state.manageEbsSnapshots === true) deleteSnapshot(cloud, found.snapshotId);
    }),
};

export const amiFromInstance: ResourceType = {
  ...common,
  inputs: {
    ...{
      deprecationTime: string,
      description: string,
      ebsBlockDevices: ebs,
      ephemeralBlockDevices: replaces(ephemeral),
    },
    ...{ name: replaces(string), region, snapshotWithoutReboot: replaces(boolean) },
    ...{ sourceInstanceId: replaces(required(string)), tags: map },
  },
  outputs: [...shared, ...registered, ...registeredToo],
  complete: named,
  check: (given) => [
    ...checkRegion(given.region, "region"),
    ...undone(given, ["deprecationTime", "ebsBlockDevices", "ephemeralBlockDevices"], "an image of an instance"),
  ],
  create: (given, context) =>
    during(
      `creating EC2 AMI (${String(given.name)}) from EC2 Instance (${String(given.sourceInstanceId)})`,
      "CreateImage",
      () => createImage(given, context),
    ),
};

/** Only taken in, and deleted. */
export const ami: ResourceType = {
  ...common,
  inputs: {
    ...Object.fromEntries([...registered, ...registeredToo].map((name) => [name, replaces(string)])),
    ...{ deprecationTime: string, description: string, ebsBlockDevices: replaces(ebs) },
    ...{
      enaSupport: replaces(boolean),
      ephemeralBlockDevices: replaces(ephemeral),
      imageLocation: replaces(computed(string)),
    },
    ...{ name: replaces(string), region, tags: map },
  } satisfies Fields,
  outputs: shared,
  complete: named,
  check: (given): Failure[] => checkRegion(given.region, "region"),
  create: () => Promise.reject(new Error("the laboratory's stand-in makes images of instances only: import this one")),
};

/** The SDK gives none a name: its provider makes it of the resource's. */
function named({ name }: Properties, resource: string, olds: Properties | undefined): Properties {
  return { name: name ?? olds?.name ?? `${resource}-${newId("x").slice(-7)}` };
}

async function createImage(given: Properties, context: Context): Promise<Made> {
  const { cloud } = context;
  const where = regionOf(given, context);
  const name = acceptName(cloud, where, String(given.name));
  const [description, tags] = [textOf(given.description), acceptTags(given.tags)];
  const from = acceptSource(cloud, where, given);
  const { volumeId, volumeSize, kmsKeyId } = from.rootVolume;
  const id = newId("ami");
  // The provider gives the tags to the image alone.
  const taken: Snapshot = {
    ...{ id: newId("snap"), region: where, volumeId, size: volumeSize, tags: {} },
    description: `Created by CreateImage(${from.id}) for ${id}`,
    ...(typeof kmsKeyId === "string" && { kmsKeyId }),
  };
  const image: OwnImage = {
    ...{ id, region: where, name, description, tags, state: "pending", creationDate: new Date().toISOString() },
    ...{ architecture: findInstanceType(from.instanceType)?.architecture ?? "", snapshotId: taken.id },
    sourceInstanceId: from.id,
  };
  cloud.save(snapshots, taken.id, taken);
  cloud.save(ownImages, id, image);
  await takeDisk(cloud, from, snapshotFile(cloud, taken.id));
  const now: OwnImage = { ...image, state: "available" };
  cloud.save(ownImages, id, now);
  return { id, outputs: { ...describe(cloud, now), manageEbsSnapshots: true } };
}

/** A machine that runs is shut down for it and started again, whatever it does when it shuts itself down. */
async function takeDisk(cloud: CloudFolder, from: Instance, file: string): Promise<void> {
  // An address stays over this: it is no stop by the API.
  const addressed = { ...from, ephemeral: false };
  if (from.state === "running") {
    cloud.save(instances, from.id, addressed);
    await stopInstance(cloud, from.id);
  }
  await copyDisk(cloud.machine(from.id), file);
  if (from.state === "running") await startInstance(cloud, from);
}

function acceptName(cloud: CloudFolder, where: string, name: string): string {
  if (!/^[A-Za-z0-9()[\] ./'@_-]{3,128}$/.test(name))
    throw new ApiError(
      "InvalidAMIName.Malformed",
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
    );
  const other = cloud.all(ownImages).find((one) => one.name === name && one.region === where);
  if (other) throw new ApiError("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI ${other.id}`);
  return name;
}

function acceptSource(cloud: CloudFolder, where: string, given: Properties): Instance {
  const id = String(given.sourceInstanceId);
  const found = observe(cloud, id);
  if (found?.region !== where)
    throw new ApiError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  if (found.state !== "running" && found.state !== "stopped")
    throw new ApiError("IncorrectInstanceState", `Instance '${id}' is not in state 'running' or 'stopped'`);
  if (found.state === "running" && given.snapshotWithoutReboot === true)
    throw new Error("the laboratory's stand-in does not copy the disk of a machine that runs");
  if (cloud.all(volumes).some(({ instanceId }) => instanceId === id))
    throw new Error("the laboratory's stand-in makes images of machines with one disk only");
  return found;
}

function textOf(description: unknown): string {
  const text = typeof description === "string" ? description : "";
  if (text.length > 255)
    throw new ApiError("InvalidParameterValue", "Description must be no more than 255 characters long");
  return text;
}

function describe(cloud: CloudFolder, image: OwnImage): Properties {
  const snapshot = cloud.find(snapshots, image.snapshotId);
  const { id, region: where, snapshotId } = image;
  return {
    ...{ arn: `arn:aws:ec2:${where}::image/${id}`, name: image.name, region: where, ownerId: account, public: false },
    ...{ architecture: image.architecture, bootMode: "uefi-preferred", enaSupport: true, hypervisor: "xen" },
    ...{ imageLocation: `${account}/${image.name}`, imageOwnerAlias: "", imageType: "machine", imdsSupport: "" },
    ...{ kernelId: "", lastLaunchedTime: "", platform: "", platformDetails: "Linux/UNIX", ramdiskId: "", uefiData: "" },
    ...{ rootDeviceName: rootDevice, rootSnapshotId: snapshotId, sriovNetSupport: "simple", tpmSupport: "" },
    ...{ usageOperation: "RunInstances", virtualizationType: "hvm", ephemeralBlockDevices: [] },
    ...(image.description !== "" && { description: image.description }),
    ebsBlockDevices: [
      {
        ...{ deviceName: rootDevice, deleteOnTermination: true, snapshotId, volumeSize: snapshot?.size ?? 0 },
        ...{
          encrypted: snapshot?.kmsKeyId !== undefined,
          volumeType: "gp3",
          iops: 3000,
          throughput: 125,
          outpostArn: "",
        },
      },
    ],
    ...{ tagsAll: image.tags, ...(Object.keys(image.tags).length > 0 && { tags: image.tags }) },
  };
}
