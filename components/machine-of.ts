// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { Machine } from "./platform";

/** The resource whose deletion ends the machine of a host, and the bastion that the host was given. */
type OfHost = Pick<Machine, "resource" | "proxy">;

/** Not a field of a host: Pulumi's analyzer would make an output of it in other languages. */
const machines = new WeakMap<object, OfHost>();

export function rememberMachine(host: pulumi.ComponentResource, { resource, proxy }: OfHost): void {
  machines.set(host, { resource, proxy });
}

/** Undefined for any object but a host of ours. */
export const machineOf = (host: object): OfHost | undefined => machines.get(host);
