// SPDX-License-Identifier: Apache-2.0
import { getSubnet } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { CloudConfig } from "../../cloud-init";
import { takenFrom } from "../../cloud-init/docker-networks";
import { merge } from "../../cloud-init/merge";
import { isMap } from "../../cloud-init/validate/kind";
import type { AwsDockerHostArgs } from "./args";

/**
 * Warns where Docker may take a range of the VPC for a network of its own. Whoever has such an address there, as a bastion
 * may, then gets no answer from the machine. The subnet is looked up only where the two have something in common.
 */
export function warnOfOverlap(
  parent: pulumi.Resource,
  { docker, subnetId, region }: AwsDockerHostArgs,
  vpc: pulumi.Output<string>,
): void {
  if (subnetId === undefined) return;
  const isSecret = pulumi.isSecret(pulumi.output(docker));
  pulumi.all([docker, subnetId, region, vpc, isSecret]).apply(async ([given, id, where, range, hidden]) => {
    const daemon = daemonOf(given);
    if (takenFrom(range, "", daemon) === undefined) return;
    const { cidrBlock } = await getSubnet({ id, ...(where !== undefined && { region: where }) }, { parent });
    const taken = takenFrom(range, cidrBlock, daemon);
    if (taken === undefined) return;
    await pulumi.log.warn(
      `docker.addressPools: the VPC of the subnet is ${range}, and Docker takes its networks from ` +
        `${hidden ? "a part of that" : taken}: who has such an address in the VPC gets no answer from the machine once a ` +
        `network of Docker's has it; give ranges that nobody uses who talks to the machine`,
      parent,
    );
  });
}

/** What of daemon.json decides about networks. The rules say what is wrong with it. */
function daemonOf(docker: unknown): CloudConfig {
  if (!isMap(docker)) return {};
  const { daemonConfig, addressPools } = docker as { daemonConfig?: CloudConfig; addressPools?: CloudConfig[] };
  const typed: CloudConfig = Array.isArray(addressPools) ? { "default-address-pools": addressPools } : {};
  return isMap(daemonConfig) ? merge(typed, daemonConfig) : typed;
}
