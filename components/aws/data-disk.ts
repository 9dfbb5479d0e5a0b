// SPDX-License-Identifier: Apache-2.0
import { Volume } from "@pulumi/aws/ebs";
import { getSubnetOutput, type Instance, VolumeAttachment } from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import { awsDefaults } from "./defaults";
import type { AwsDockerHostArgs } from "./args";
import { inRegion } from "./network";
import { safeDisk } from "./safe";
import type { Tags } from "./tags";

/**
 * A volume of its own and not one of the machine's block devices: those end with the machine, and the point of this one is
 * that it does not. Its zone is the subnet's, as that of the machine would make it another volume with each machine.
 */
export function createDataVolume(
  parent: pulumi.Resource,
  name: string,
  args: AwsDockerHostArgs,
  instance: Instance,
  tags: Tags,
): pulumi.Resource[] {
  const { dataVolume, subnetId, region } = args;
  if (!dataVolume || subnetId === undefined) return [];
  const volume = new Volume(
    `${name}-data`,
    {
      availabilityZone: getSubnetOutput({ id: subnetId, ...inRegion(args) }, { parent }).availabilityZone,
      size: dataVolume.sizeGiB,
      type: dataVolume.type ?? awsDefaults.type,
      ...safeDisk,
      kmsKeyId: args.kmsKeyId,
      finalSnapshot: dataVolume.finalSnapshot ?? false,
      tags,
      region,
    },
    { parent },
  );
  const attachment = new VolumeAttachment(
    `${name}-data-attachment`,
    {
      volumeId: volume.id,
      instanceId: instance.id,
      deviceName: dataVolume.deviceName ?? awsDefaults.deviceName,
      // A mounted disk cannot be taken from a running machine.
      stopInstanceBeforeDetaching: true,
      region,
    },
    // Two machines cannot have it: the old one lets go first, and the new one waits for it as it boots.
    { parent, deleteBeforeReplace: true },
  );
  return [attachment];
}
