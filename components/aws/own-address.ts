// SPDX-License-Identifier: Apache-2.0
import { getInstances, type Instance } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { AnswersAt } from "../health/dialled";
import { resolved } from "../resolved";

/**
 * Where a machine answers that gets an Elastic IP once it is proved: AWS has given it an address of its own, which goes when
 * the Elastic one comes. In the state that is known only after a refresh, so AWS is asked.
 */
export function ownAddress(parent: pulumi.Resource, instance: Instance, elastic: pulumi.Output<string>): AnswersAt {
  return async () => {
    const [id, region, address] = await resolved(pulumi.all([instance.id, instance.region, elastic]));
    const find = (name: string, value: string) =>
      getInstances(
        { filters: [{ name, values: [value] }], instanceStateNames: ["pending", "running"], region },
        { parent },
      );
    const { ids, publicIps } = await find("instance-id", id);
    const [host] = publicIps;
    if (host === address) return { host };
    if (host === undefined) throw new Error(without(id, ids.length > 0));
    const [holder] = (await find("ip-address", address)).ids;
    return { host, note: holder === undefined ? comes(address) : stays(address, holder) };
  };
}

const without = (id: string, runs: boolean) =>
  runs
    ? `the machine ${id} has no public address, over which it is checked before it gets the Elastic IP: name a subnet by subnetId, in which it gets one`
    : `the machine ${id} does not run; start it, and run "pulumi refresh" and "pulumi up"`;
const comes = (address: string) => `the machine gets ${address} once it is healthy`;
const stays = (address: string, holder: string) =>
  `${address} stays with ${holder}, the machine before, which goes on serving until this one is healthy`;
