// SPDX-License-Identifier: Apache-2.0
import { getImage } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { imageFamily } from "./machine-type";

/** Google's own copies, tuned for it; an image of a like name elsewhere may be anybody's. */
const imageProject = "rocky-linux-cloud";

/** The self link of the newest image that fits. */
export function newestImage(parent: pulumi.Resource, machineType: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(machineType).apply(async (type) => {
    const family = imageFamily(type);
    try {
      return (await getImage({ family, project: imageProject }, { parent })).selfLink;
    } catch (error) {
      throw new pulumi.ResourceError(
        `no image of the family ${family} was found in the project ${imageProject}; give image where policy allows only ` +
          `your own; Google said: ${error instanceof Error ? error.message : String(error)}`,
        parent,
        true,
      );
    }
  });
}

/** The last part of an image's self link. */
export function imageName(image: string | undefined): string {
  return image?.split("/").pop() ?? "";
}
