// SPDX-License-Identifier: Apache-2.0
import { getSubnets } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { hook } from "../hook";
import { isMocked } from "../mocks";
import type { AwsDockerHostArgs } from "./args";
import { isPrivate } from "./defaults";

/**
 * What is asked before a machine is made for which the caller names no subnet, in a preview too. AWS then picks one that has
 * room, and its provider sends no wish for a public address: so each that AWS may pick has to give one by itself. A machine
 * that is there stays where it is, so nothing is asked for it.
 */
export function givesAddress(parent: pulumi.Resource, name: string, args: AwsDockerHostArgs): pulumi.ResourceHook[] {
  // On a private path nobody needs the address, unless the caller asks for it.
  const { subnetId, publicAddress = isPrivate(args) ? "none" : "ephemeral" } = args;
  // One that gets an Elastic IP is proved over its own address before.
  const needsOne = publicAddress === "ephemeral" || (publicAddress === "elastic" && !isPrivate(args));
  if (subnetId !== undefined || !needsOne || isMocked()) return [];
  const before = async ({ newInputs }: pulumi.ResourceHookArgs) => {
    const { region } = (newInputs ?? {}) as { region?: unknown };
    const ids = await withoutAddresses(parent, typeof region === "string" ? region : undefined);
    const [first] = ids;
    if (first === undefined) return;
    throw new Error(
      `subnetId is missing: AWS picks a subnet of the default VPC, and ${ids.join(", ")} of these give no public address; ` +
        `name one, in which the machine then gets its address, or let each give addresses, as with ` +
        `"aws ec2 modify-subnet-attribute --subnet-id ${first} --map-public-ip-on-launch"`,
    );
  };
  return [hook(`${name}-subnet`, before, { onDryRun: true })];
}

/** None where the caller may not ask: a machine without an address is told of once it is there. */
async function withoutAddresses(parent: pulumi.Resource, region: string | undefined): Promise<string[]> {
  const filters = Object.entries({ "default-for-az": "true", "map-public-ip-on-launch": "false" });
  const query = {
    filters: filters.map(([name, value]) => ({ name, values: [value] })),
    ...(region !== undefined && { region }),
  };
  try {
    return (await getSubnets(query, { parent })).ids;
  } catch (error) {
    await pulumi.log.debug(`the default subnets are not looked at: ${String(error)}`, parent);
    return [];
  }
}
