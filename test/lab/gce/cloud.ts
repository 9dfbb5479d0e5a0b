// SPDX-License-Identifier: Apache-2.0
import type { CloudDefinition } from "../cloud/resource-type";
import { address } from "./address";
import { attachedDisk } from "./attached-disk";
import { regions } from "./catalog";
import { disk } from "./disk";
import { firewall } from "./firewall";
import { instance } from "./instance";
import { instanceTemplate } from "./instance-template";
import { lookUps } from "./look-ups";
import { image } from "./own-image";

/** Those types and functions of `@pulumi/gcp` that this project uses. */
export const gce: CloudDefinition = {
  name: "gcp",
  version: "9.37.0",
  resources: {
    "gcp:compute/instance:Instance": instance,
    "gcp:compute/firewall:Firewall": firewall,
    "gcp:compute/address:Address": address,
    "gcp:compute/disk:Disk": disk,
    "gcp:compute/attachedDisk:AttachedDisk": attachedDisk,
    "gcp:compute/image:Image": image,
    "gcp:compute/instanceTemplate:InstanceTemplate": instanceTemplate,
  },
  lookUps,
  checkConfig: ({ region, project }) => [
    ...(typeof region === "string" && !regions[region]
      ? [
          {
            property: "region",
            reason: `region ${region} is none of the laboratory's: ${Object.keys(regions).join(", ")}`,
          },
        ]
      : []),
    ...(typeof project === "string" && !/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(project)
      ? [
          {
            property: "project",
            reason: `project ${project} is no project id: 6 to 30 lower-case letters, digits and hyphens`,
          },
        ]
      : []),
  ],
};
