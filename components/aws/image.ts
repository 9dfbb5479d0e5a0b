// SPDX-License-Identifier: Apache-2.0
import { getAmi } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { saysNothing } from "../mocks";
import { architecture } from "./machine-type";

/**
 * The Rocky Enterprise Software Foundation's own account. Copies in AWS's Marketplace need a subscription, and an image
 * without a named owner may be anybody's.
 */
const rockyOwner = "792107900819";

/** The newest official image: the Base one, because the root file system of the LVM one does not grow with its disk. */
export function newestImage(
  parent: pulumi.Resource,
  instanceType: pulumi.Input<string>,
  region: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  return pulumi.all([instanceType, region]).apply(async ([type, where]) => {
    const arch = architecture(type);
    const filters = Object.entries({
      name: "Rocky-9-EC2-Base-9.*",
      architecture: arch,
      "virtualization-type": "hvm",
      "root-device-type": "ebs",
      state: "available",
    }).map(([name, value]) => ({ name, values: [value] }));
    try {
      const query = { owners: [rockyOwner], mostRecent: true, filters, ...(where && { region: where }) };
      const { id } = await getAmi(query, { parent });
      return id;
    } catch (error) {
      throw new pulumi.ResourceError(
        `the newest Rocky Linux 9 image for ${arch} was not found in ${where ?? "the provider's region"}; give amiId where ` +
          `the foundation has none, as in China and GovCloud; AWS said: ${error instanceof Error ? error.message : String(error)}`,
        parent,
        true,
      );
    }
  });
}

/**
 * The image's own name for its root disk: what a launch template says of another name makes a second disk, and leaves the
 * first one as the image has it.
 */
export function rootDevice(
  parent: pulumi.Resource,
  image: pulumi.Input<string>,
  region: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  return pulumi.all([image, region]).apply(async ([id, where]) => {
    const query = {
      filters: [{ name: "image-id", values: [id] }],
      includeDeprecated: true,
      ...(where && { region: where }),
    };
    try {
      const { rootDeviceName } = await getAmi(query, { parent });
      return saysNothing(rootDeviceName) ? "/dev/sda1" : rootDeviceName;
    } catch (error) {
      throw new pulumi.ResourceError(
        `the image ${id} was not found in ${where ?? "the provider's region"}, so that no machine can be made from it; name ` +
          `another amiId or, without one, another rotateImage; AWS said: ${error instanceof Error ? error.message : String(error)}`,
        parent,
        true,
      );
    }
  });
}
