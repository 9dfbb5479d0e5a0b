// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { checkAddress } from "./health/address-check";
import type { HostHealth } from "./health/host-health";
import type { Machine } from "./platform";
import type { Connection } from "./ssh/connection";

/** Gives the host's address to the machine that is proved. Resolves when the machine answers there. */
export function takeAddress(
  parent: pulumi.Resource,
  name: string,
  machine: Machine,
  check: HostHealth,
  connection: pulumi.Output<Connection>,
): pulumi.Output<unknown> {
  const taken = machine.takeAddress?.(check);
  if (!taken?.isDialled) return taken ? taken.resource.id : pulumi.output(undefined);
  const proved = { host: name, connection, report: check.report, given: taken.resource.id };
  return checkAddress(`${name}-address-check`, proved, { parent, deletedWith: machine.resource, protect: false });
}
