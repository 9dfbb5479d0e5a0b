// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { launch } from "../launch";
import type { Connection } from "../ssh/connection";
import { lookLines } from "./access";
import { addressLimits, type AddressOrder } from "./address-order";
import { checkCommand, commandTimeout } from "./check-command";
import type { HealthReport } from "./report";

/** What an address has to lead to. */
export interface ProvedMachine {
  /** The host's name. */
  host: string;
  connection: pulumi.Output<Connection>;
  /** What the check of the machine has found. */
  report: pulumi.Output<HealthReport>;
  /** Another one where the address was given anew. */
  given: pulumi.Output<string>;
}

/** Asks over the host's address whether the machine answers there that was proved. Resolves when it does. */
export function checkAddress(
  name: string,
  { host, connection, report, given }: ProvedMachine,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<unknown> {
  const look = lookLines(host, pulumi.getStack());
  const order = pulumi
    .all([connection, report])
    .apply(([to, { bootId }]): AddressOrder => ({ host, connection: to, bootId, look }));
  const stdin = pulumi.secret(order.apply((plain) => JSON.stringify(plain)));
  const timeout = `${commandTimeout(addressLimits)}s`;
  const hooks = launch(name, join(__dirname, "address-program"));
  const check = new command.local.Command(
    name,
    { ...checkCommand(host), create: `check of the address of docker host ${host}`, stdin, triggers: [given] },
    { ...opts, customTimeouts: { create: timeout, update: timeout }, ...(hooks && { hooks }) },
  );
  return check.stdout;
}
