// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

/** Not a field of a host: Pulumi's analyzer would make an output of it in other languages. */
const machines = new WeakMap<object, pulumi.Resource>();

/** Keeps which resource's deletion ends the machine of a host. */
export function rememberMachine(host: pulumi.ComponentResource, machine: pulumi.Resource): void {
  machines.set(host, machine);
}

/** The resource whose deletion ends the machine of a host of ours; undefined for any other object. */
export const machineOf = (host: object): pulumi.Resource | undefined => machines.get(host);
