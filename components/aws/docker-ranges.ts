// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { takenFrom } from "../../cloud-init/docker-networks";
import { daemonOf } from "../daemon-networks";
import type { AwsDockerHostArgs } from "./args";

/**
 * Warns where Docker may take a range of the VPC for a network of its own. Whoever has such an address there, as a bastion
 * may, then gets no answer from the machine.
 */
export function warnOfOverlap(
  parent: pulumi.Resource,
  { docker }: AwsDockerHostArgs,
  vpc: pulumi.Output<string>,
  subnet: pulumi.Output<string>,
): void {
  const isSecret = pulumi.isSecret(pulumi.output(docker));
  pulumi.all([docker, vpc, subnet, isSecret]).apply(async ([given, around, own, hidden]) => {
    const taken = takenFrom(around, own, daemonOf(given));
    if (taken === undefined) return;
    await pulumi.log.warn(
      `docker.addressPools: the VPC of the subnet is ${around}, and Docker takes its networks from ` +
        `${hidden ? "a part of that" : taken}: who has such an address in the VPC gets no answer from the machine once a ` +
        `network of Docker's has it; give ranges that nobody uses who talks to the machine`,
      parent,
    );
  });
}
