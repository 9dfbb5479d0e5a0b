// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

/** A change leaves running machines alone, and holds for them at once. */
export interface GcpSwarmNetworkArgs {
  /** Name or self link of the members' network, the same as `network` of the hosts. @default "default" */
  network?: pulumi.Input<string>;
  /** Lets ESP through, for overlay networks that are made with `--opt encrypted`. @default false */
  encryptedOverlays?: boolean;
  /** The UDP port of overlay networks, the same as that of the swarm. @default 4789 */
  dataPathPort?: pulumi.Input<number>;
}
