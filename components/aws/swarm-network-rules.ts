// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { problemsByRow } from "../arguments/check";
import { matches, nothing, type Table } from "../arguments/row";
import { swarmNetworkRows } from "../swarm/network-rules";
import { rows as hostRows } from "./rules";
import type { AwsSwarmNetworkArgs } from "./swarm-network-args";

export const rows: Table<AwsSwarmNetworkArgs> = {
  vpcId: nothing(matches(/^vpc-[0-9a-f]+$/, `the id of a VPC, for example "vpc-0123456789abcdef0"`)),
  ...swarmNetworkRows,
  tags: nothing(hostRows.tags),
  region: nothing(hostRows.region),
};

/** What is wrong with arguments, as far as they are plain, before a network is made of them. Loads no SDK. */
export function awsSwarmNetworkProblems(args: AwsSwarmNetworkArgs | null | undefined): Problem[] {
  return problemsByRow(args ?? {}, rows);
}
