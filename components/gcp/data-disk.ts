// SPDX-License-Identifier: Apache-2.0
import { Disk } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import type { CloudConfig } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { merge } from "../../cloud-init/merge";
import { changed } from "../arguments";
import type { DockerHostArgs } from "../docker-host-args";
import { gcpDefaults } from "./defaults";
import type { GcpDockerHostArgs } from "./args";
import type { Labels } from "./labels";
import { defaultDiskType } from "./machine-type";

/** In the guest it is `/dev/disk/by-id/google-` and this. */
export const deviceName = "docker-data";

/** A disk of its own: the machine's other disk ends with the machine, and the point of this one is that it does not. */
export function createDataDisk(
  parent: pulumi.Resource,
  name: string,
  args: GcpDockerHostArgs,
  labels: Labels,
): Disk | undefined {
  if (args.dataDisk === undefined) return undefined;
  const { kmsKey } = args;
  const disk = pulumi.output(args.dataDisk);
  const machineType = args.machineType ?? gcpDefaults.machineType;
  return new Disk(
    `${name}-data`,
    {
      zone: args.zone,
      size: disk.apply(({ sizeGiB }) => sizeGiB),
      type: pulumi.all([disk, machineType]).apply(([{ type }, machine]) => type ?? defaultDiskType(machine)),
      ...(kmsKey !== undefined && { diskEncryptionKey: { kmsKeySelfLink: kmsKey } }),
      labels,
    },
    { parent },
  );
}

/** The arguments for the guest, which formats the disk where it is blank, mounts it on each boot, and has it grow. */
export function withDataDisk(args: GcpDockerHostArgs): DockerHostArgs {
  const { dataDisk, cloudConfig } = args;
  if (!dataDisk) return args;
  const both = [dataDisk, cloudConfig] as unknown as pulumi.Input<[{ mountPath?: string }, CloudConfig | undefined]>;
  return { ...args, cloudConfig: changed(both, ([{ mountPath }, own]) => mounted(mountPath, own)) };
}

/** What of it the guest is told, by its path, and what the caller wrote where it was added. */
export function toldOfDisk({ dataDisk, cloudConfig }: GcpDockerHostArgs): Record<string, unknown> {
  const path = dataDisk && pulumi.output(dataDisk).apply(({ mountPath = gcpDefaults.mountPath }) => mountPath);
  return { cloudConfig, "dataDisk.mountPath": path };
}

function mounted(path: string = gcpDefaults.mountPath, own: CloudConfig = {}): CloudConfig {
  return merge(mountDataDisk(path, `/dev/disk/by-id/google-${deviceName}`), own);
}
