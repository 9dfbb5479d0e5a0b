// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { problemsByRow } from "../arguments/check";
import { nothing, type Table } from "../arguments/row";
import { swarmNetworkRows } from "../swarm/network-rules";
import { rows as hostRows } from "./rules";
import type { GcpSwarmNetworkArgs } from "./swarm-network-args";
import { goodName } from "./together";

export const rows: Table<GcpSwarmNetworkArgs> = { network: nothing(hostRows.network), ...swarmNetworkRows };

/** What is wrong with arguments, as far as they are plain, before a network is made of them. Loads no SDK. */
export function gcpSwarmNetworkProblems(name: string, args: GcpSwarmNetworkArgs | null | undefined): Problem[] {
  return [...goodName(name), ...problemsByRow(args ?? {}, rows)];
}
