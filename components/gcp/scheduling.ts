// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { GcpDockerHostArgs } from "./args";
import { staysOnItsHost } from "./machine-type";

/**
 * A machine that has had its time is deleted, and so is its price. Google counts from each start of the machine. Where
 * nothing has to be said, nothing is: some types can be moved to another host, and take no word of it.
 */
export function scheduling(
  { spot, ttlMinutes }: Pick<GcpDockerHostArgs, "spot" | "ttlMinutes">,
  machineType: pulumi.Input<string>,
) {
  const isAsked = spot !== undefined || ttlMinutes !== undefined;
  const wanted = pulumi.all([spot, ttlMinutes, machineType]).apply(([isSpot = false, minutes, type]) => {
    const stays = staysOnItsHost(type);
    if (!isAsked && !stays) return undefined;
    return {
      provisioningModel: isSpot ? "SPOT" : "STANDARD",
      preemptible: isSpot,
      automaticRestart: !isSpot && minutes === undefined,
      ...(stays && { onHostMaintenance: "TERMINATE" }),
      ...(minutes !== undefined && { maxRunDuration: { seconds: minutes * 60 } }),
      ...((isSpot || minutes !== undefined) && {
        instanceTerminationAction: minutes === undefined ? "STOP" : "DELETE",
      }),
    };
  });
  // What resolves to undefined is not sent; the SDK's type has no word for that.
  return wanted as pulumi.Output<NonNullable<pulumi.Unwrap<typeof wanted>>>;
}
