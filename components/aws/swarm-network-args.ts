// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

/** A change leaves running machines alone, and holds for them at once. */
export interface AwsSwarmNetworkArgs {
  /**
   * The VPC of the members. A group is in one VPC, and machines of another cannot have it: for another VPC, make another network.
   *
   * @default - the default VPC, which is where hosts without `subnetId` are
   */
  vpcId?: pulumi.Input<string>;
  /** Lets ESP (protocol 50) through, for overlay networks that are made with `--opt encrypted`. @default false */
  encryptedOverlays?: boolean;
  /** The UDP port of overlay networks, the same as that of the swarm. @default 4789 */
  dataPathPort?: pulumi.Input<number>;
  /**
   * Tags for the group and its rules; yours win over ours.
   *
   * @default - `Name` (`<project>-<stack>-<network>`), `project`, `stack`
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The region of the group. @default - the provider's (`aws:region`) */
  region?: pulumi.Input<string>;
}
