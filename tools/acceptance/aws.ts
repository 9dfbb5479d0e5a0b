// SPDX-License-Identifier: Apache-2.0
import { getAmiIds, getInstances } from "@pulumi/aws/ec2";
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";

import type { Cloud } from "./cloud";
import { runTag } from "./order";

const instanceStateNames = ["pending", "running", "stopping", "stopped"];

export const awsCloud: Cloud = {
  machine: "aws:ec2/instance:Instance",
  guestEnds: true,
  async account() {
    const { accountId, arn } = await getCallerIdentity();
    const { region } = await getRegion();
    const user = arn.replace(/^.*?:(?=[\w-]+\/)/, "");
    return {
      id: accountId,
      shown: [
        ["account", `${accountId}, as ${user}`],
        ["region", region],
      ],
      ...{ hidden: [accountId, user], config: { "aws:region": region }, region },
    };
  },
  async found({ prefix }) {
    const { ids } = await getInstances({ instanceTags: { [runTag]: prefix }, instanceStateNames });
    const images = await getAmiIds({ owners: ["self"], filters: [{ name: `tag:${runTag}`, values: [prefix] }] });
    return [
      ...ids.map((id) => ({ type: awsCloud.machine, name: id, id })),
      ...images.ids.map((id) => ({ type: "aws:ec2/ami:Ami", name: id, id })),
    ];
  },
};
