// SPDX-License-Identifier: Apache-2.0
// How an image is made on AWS; see ../bake/bakeries.ts.
import { AmiFromInstance, Tag } from "@pulumi/aws/ec2";
import { InstanceState } from "@pulumi/aws/ec2transitgateway";
import type * as pulumi from "@pulumi/pulumi";

import type { ImageFacts } from "../bake/baked-image";
import type { ImageTarget } from "../bake/bakeries";
import { type Bakery, machineMinutes } from "../bake/bakery";
import { imageGuest } from "../bake/image-guest";
import { awsDefaults, awsImageDefaults, login } from "./defaults";
import { AwsDockerHost } from "./docker-host";
import { AwsDockerImage } from "./docker-image";
import { guestParts } from "./guest-parts";
import type { AwsDockerImageArgs } from "./image-args";
import { awsImageProblems, imageRows } from "./image-rules";
import { tagsOf } from "./image-tags";
import { architecture } from "./machine-type";
import { allOfOurs, newestOfOurs, partsOf } from "./own-images";

type Args = pulumi.Unwrap<AwsDockerImageArgs>;

export const awsImages: ImageTarget<Args, string> = {
  rows: imageRows,
  problems: awsImageProblems,
  // Another region or key needs an image of its own, and so do hosts with smaller disks.
  base: ({ amiId = "rocky", region, kmsKeyId, diskGiB, instanceType = awsDefaults.instanceType }) => ({
    base: { amiId, region, kmsKeyId, diskGiB },
    architecture: architecture(instanceType),
  }),
  guest: (args) => imageGuest(login, guestParts(args)),
  create: (name, args, opts) => new AwsDockerImage(name, args, opts),
  bakery: (): Bakery<Args, AwsDockerHost> => ({
    find: newestOfOurs,
    createHost: (name, { rotateImage: _rotate, retain: _retain, ...args }) =>
      new AwsDockerHost(name, { diskGiB: awsImageDefaults.diskGiB, ...args, ttlMinutes: machineMinutes }),
    createImage,
    list: allOfOurs,
    removal: partsOf,
  }),
};

/**
 * The machine is stopped by the API, which ends no machine, although this one ends where it powers itself off: that is for
 * its time limit. Its address and its rules go with the stack.
 */
function createImage(name: string, host: AwsDockerHost, { region, tags }: Args, facts: ImageFacts) {
  const off = new InstanceState(`${name}-off`, { instanceId: host.instance.id, state: "stopped", region });
  const own = { Name: facts.name, ...tags, ...tagsOf(facts) };
  const options = { retainOnDelete: true };
  const image = new AmiFromInstance(
    `${name}-image`,
    {
      name: facts.name,
      description: `Rocky Linux 9 with Docker ${facts.dockerVersion}, made from ${facts.base}`,
      sourceInstanceId: off.instanceId,
      tags: own,
      region,
    },
    { ...options, dependsOn: off },
  );
  // The provider tags the image alone. Its snapshot is what costs, and who sweeps up looks for its tags as well.
  for (const [key, value] of Object.entries(own))
    new Tag(`${name}-snapshot-${key}`, { resourceId: image.rootSnapshotId, key, value, region }, options);
  return image.id;
}
