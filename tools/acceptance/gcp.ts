// SPDX-License-Identifier: Apache-2.0
import { getImages } from "@pulumi/gcp/compute";
import { getClientConfig } from "@pulumi/gcp/organizations";

import type { Cloud } from "./cloud";
import { runTag } from "./order";

/** The provider has no look-up for machines by label: Google deletes those, when their time is over. */
export const gcpCloud: Cloud = {
  machine: "gcp:compute/instance:Instance",
  guestEnds: false,
  async account({ args }) {
    const { project, zone: configured } = await getClientConfig();
    if (project === "") throw new Error("no project");
    const zone = typeof args.zone === "string" ? args.zone : configured;
    return {
      id: project,
      shown: [
        ["project", project],
        ["zone", zone],
      ],
      ...{ hidden: [project], config: { "gcp:project": project }, region: zone },
    };
  },
  async found({ prefix }) {
    const { images } = await getImages({ filter: `labels.${runTag} = "${prefix}"` });
    return images.map(({ name, selfLink }) => ({
      type: "gcp:compute/image:Image",
      name,
      id: selfLink.replace(/^.*\/(?=projects\/)/, ""),
    }));
  },
};
