// SPDX-License-Identifier: Apache-2.0
import { getSubnets } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { awsDefaults } from "./defaults";
import type { AwsDockerHostArgs } from "./args";

/**
 * The machine's subnet. Where the caller names none, AWS picks one that has room for a machine of that type, and its
 * provider sends no wish for a public address: so each that AWS may pick has to give one by itself.
 */
export function subnetOf(parent: pulumi.Resource, args: AwsDockerHostArgs): pulumi.Input<string | undefined> {
  const { subnetId, region, publicAddress = awsDefaults.publicAddress } = args;
  if (subnetId !== undefined || publicAddress !== "ephemeral") return subnetId;
  return pulumi.output(region).apply(async (where) => {
    const filters = Object.entries({ "default-for-az": "true", "map-public-ip-on-launch": "false" });
    const query = {
      filters: filters.map(([name, value]) => ({ name, values: [value] })),
      ...(where && { region: where }),
    };
    // Mocks may answer with nothing.
    const { ids = [] } = (await getSubnets(query, { parent })) as { ids?: string[] };
    const [first] = ids;
    if (first === undefined) return undefined;
    throw new pulumi.ResourceError(
      `subnetId is missing: AWS picks a subnet of the default VPC, and ${ids.join(", ")} of these give no public address; ` +
        `name one, in which the machine then gets its address, or let each give addresses, as with ` +
        `"aws ec2 modify-subnet-attribute --subnet-id ${first} --map-public-ip-on-launch"`,
      parent,
      true,
    );
  });
}
