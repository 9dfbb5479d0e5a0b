// SPDX-License-Identifier: Apache-2.0
// What the check of a host of ours settles there. It is no argument of HostHealth, which looks at anybody's hosts.
import * as pulumi from "@pulumi/pulumi";

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

/** What is expected of a host, with the registries at which its users are to be logged in: their names are no secret. */
export function expectationsOf(args: HostHealthArgs | undefined, expectations: HostHealthArgs["expectations"] = {}) {
  return pulumi.all([expectations, settlementOf(args)]).apply(([plain, settlement]) => {
    const registries = settlement?.secrets?.registries.map(({ host }) => host) ?? [];
    return { ...plain, ...(registries.length > 0 && { registries }) };
  });
}
