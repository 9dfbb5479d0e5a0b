// SPDX-License-Identifier: Apache-2.0
import { Disk } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { gcpDefaults } from "./defaults";
import type { GcpDockerHostArgs } from "./args";
import type { Labels } from "./labels";
import { defaultDiskType } from "./machine-type";

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
