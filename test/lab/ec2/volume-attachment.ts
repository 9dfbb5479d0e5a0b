// SPDX-License-Identifier: Apache-2.0
import { disks, plugDisk, unplugDisk } from "../cloud/disk";
import type { CloudFolder } from "../cloud/folder";
import { isRunning } from "../cloud/machine";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, type Fields, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { observe, stopInstance } from "./life";
import { fixedId, volumes } from "./records";
import { checkRegion, region } from "./region";
import { diskFile, findVolume } from "./volume";

const inputs: Fields = {
  ...{ deviceName: replaces(required(string)), forceDetach: boolean, instanceId: replaces(required(string)), region },
  ...{ skipDestroy: boolean, stopInstanceBeforeDetaching: boolean, volumeId: replaces(required(string)) },
};

/** A volume in a machine, which sees it as an NVMe disk whose serial number is the volume's id. */
export const volumeAttachment: ResourceType = {
  inputs,
  outputs: [],
  check: ({ deviceName, region: where }) => [
    ...checkRegion(where, "region"),
    ...(deviceName === unknown || /^(\/dev\/(sd[a-z]\d*|xvd[a-z]{1,2})|sd[a-z]|xvd[a-z]{1,2})$/.test(String(deviceName))
      ? []
      : [{ property: "deviceName", reason: `${String(deviceName)} is not a valid EBS device name.` }]),
  ],
  create: (given, { cloud }) =>
    during("attaching EBS Volume", "AttachVolume", async () => {
      const [volumeId, instanceId, deviceName] = [given.volumeId, given.instanceId, given.deviceName].map(String) as [
        string,
        string,
        string,
      ];
      await attach(cloud, volumeId, instanceId, deviceName);
      return { id: fixedId("vai", volumeId, instanceId, deviceName), outputs: {} };
    }),
  read: (_, state, { cloud }) => {
    const volume = cloud.find(volumes, String(state.volumeId));
    const there = volume?.instanceId === state.instanceId && observe(cloud, String(state.instanceId)) !== undefined;
    return Promise.resolve(there ? {} : undefined);
  },
  update: (_, given) => Promise.resolve(given),
  delete: async (_, state, { cloud }) => {
    if (state.skipDestroy === true) return;
    await detach(cloud, state);
  },
};

async function attach(cloud: CloudFolder, volumeId: string, instanceId: string, deviceName: string): Promise<void> {
  const volume = findVolume(cloud, volumeId);
  const instance = observe(cloud, instanceId);
  if (!instance) throw new ApiError("InvalidInstanceID.NotFound", `The instance ID '${instanceId}' does not exist`);
  if (volume.instanceId !== undefined)
    throw new ApiError("VolumeInUse", `${volumeId} is already attached to an instance`);
  if (volume.zone !== instance.zone)
    throw new ApiError(
      "InvalidVolume.ZoneMismatch",
      `The volume '${volumeId}' is not in the same availability zone as instance '${instanceId}'`,
    );
  const taken =
    deviceName === "/dev/sda1" ||
    cloud.all(volumes).some((other) => other.instanceId === instanceId && other.deviceName === deviceName);
  if (taken)
    throw new ApiError(
      "InvalidParameterValue",
      `Invalid value '${deviceName}' for unixDevice. Attachment point ${deviceName} is already in use`,
    );
  cloud.save(volumes, volumeId, { ...volume, instanceId, deviceName });
  const directory = cloud.machine(instanceId);
  const disk = { id: volumeId, file: diskFile(cloud, volumeId), serial: volumeId.replace("-", ""), driver: "nvme" };
  try {
    await plugDisk(directory, disk, isRunning(directory));
  } catch (error) {
    cloud.save(volumes, volumeId, volume);
    throw error;
  }
}

async function detach(cloud: CloudFolder, state: Properties): Promise<void> {
  const [volumeId, instanceId] = [String(state.volumeId), String(state.instanceId)];
  const volume = cloud.find(volumes, volumeId);
  if (volume?.instanceId !== instanceId) return;
  if (state.stopInstanceBeforeDetaching === true) await stopInstance(cloud, instanceId);
  const directory = cloud.machine(instanceId);
  if (disks(directory).some(({ id }) => id === volumeId)) await unplugDisk(directory, volumeId, isRunning(directory));
  const { instanceId: _, deviceName: __, ...free } = volume;
  cloud.save(volumes, volumeId, free);
}
