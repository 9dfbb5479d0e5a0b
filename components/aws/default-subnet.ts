// SPDX-License-Identifier: Apache-2.0
import { getSubnets } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { isPrivate } from "./defaults";
import type { AwsDockerHostArgs } from "./args";

/**
 * The machine's subnet. Where the caller names none, AWS picks one of the default VPC that has room for a machine of that
 * type, and its provider sends no wish for a public address: so the subnet has to give one by itself. Where none does, no
 * machine is made; where some do not, a machine that exists may be in another, and only a warning is due. On a private path
 * nobody needs the address, unless the caller asks for it.
 */
export function subnetOf(parent: pulumi.Resource, args: AwsDockerHostArgs): pulumi.Input<string | undefined> {
  const { subnetId, region, publicAddress = isPrivate(args) ? "none" : "ephemeral" } = args;
  if (subnetId !== undefined || publicAddress !== "ephemeral") return subnetId;
  return pulumi.output(region).apply(async (where) => {
    const closed = await defaultSubnets("false", where, parent);
    const [first] = closed;
    if (first === undefined) return undefined;
    const isAny = (await defaultSubnets("true", where, parent)).length > 0;
    const problem =
      `subnetId is missing: AWS picks a subnet of the default VPC, and ${closed.join(", ")} of these give no public address; ` +
      `name one, in which the machine then gets its address, or let each give addresses, as with ` +
      `"aws ec2 modify-subnet-attribute --subnet-id ${first} --map-public-ip-on-launch"`;
    if (!isAny) throw new pulumi.ResourceError(problem, parent, true);
    await pulumi.log.warn(problem, parent);
    return undefined;
  });
}

/** The subnets among which AWS picks that give public addresses, or that do not. */
async function defaultSubnets(givesAddresses: "true" | "false", region: string | undefined, parent: pulumi.Resource) {
  const filters = Object.entries({ "default-for-az": "true", "map-public-ip-on-launch": givesAddresses });
  const query = { filters: filters.map(([name, value]) => ({ name, values: [value] })), ...(region && { region }) };
  // Mocks may answer with nothing.
  const { ids = [] } = (await getSubnets(query, { parent })) as { ids?: string[] };
  return ids;
}
