// SPDX-License-Identifier: Apache-2.0
// What the check of a host of ours settles there. It is no argument of HostHealth, which looks at anybody's hosts.
import type * as pulumi from "@pulumi/pulumi";

import type { HostHealthArgs } from "./host-health";
import type { Settlement } from "./settlement";

const settlements = new WeakMap<HostHealthArgs, pulumi.Output<Settlement>>();

/** The same arguments, of a check that also settles this. */
export function settling(args: HostHealthArgs, settlement: pulumi.Output<Settlement>): HostHealthArgs {
  settlements.set(args, settlement);
  return args;
}

export const settlementOf = (args: HostHealthArgs | undefined): pulumi.Output<Settlement> | undefined =>
  args && settlements.get(args);
