// SPDX-License-Identifier: Apache-2.0
// The arguments of a template, one row each: what is allowed. No machine that runs notices a change of any.
import { changed } from "../arguments/output";
import { flag, nothing, type Table } from "../arguments/row";
import { templateRows } from "../template-rules";
import { withMtu } from "./mtu";
import { rows as hostRows } from "./rules";
import type { GcpDockerTemplateArgs } from "./template-args";

export const rows: Table<GcpDockerTemplateArgs> = {
  ...templateRows,
  machineType: nothing(hostRows.machineType),
  image: nothing(hostRows.image),
  rotateImage: nothing(hostRows.rotateImage),
  diskGiB: nothing(hostRows.diskGiB),
  diskType: nothing(hostRows.diskType),
  kmsKey: nothing(hostRows.kmsKey),
  network: nothing(hostRows.network),
  subnetwork: nothing(hostRows.subnetwork),
  publicAddress: nothing(flag),
  networkTags: nothing(hostRows.networkTags),
  serviceAccount: nothing(hostRows.serviceAccount),
  secureBoot: nothing(hostRows.secureBoot),
  spot: nothing(hostRows.spot),
  metadata: nothing(hostRows.metadata),
  labels: nothing(hostRows.labels),
};

/** What the guests are told, with what Google's network means for it. */
export function templateParts(args: GcpDockerTemplateArgs): GcpDockerTemplateArgs {
  return { ...args, docker: changed(args.docker, withMtu) };
}
