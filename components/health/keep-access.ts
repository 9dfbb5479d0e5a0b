// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { accessName, type HostAccess } from "./access";

/**
 * Keeps in the state how to reach a host, for `pulumi-docker-host`. Resolves to the same when it is kept, so that what
 * needs it comes after.
 */
export function keepAccess(
  name: string,
  access: pulumi.Output<HostAccess>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<HostAccess> {
  const input = pulumi.secret(access.apply((plain) => JSON.stringify(plain)));
  // Its newest value is its input. Its output stays the first one, until the machine is another one.
  const stash = new pulumi.Stash(accessName(name), { input }, opts);
  return pulumi.all([access, stash.urn]).apply(([plain]) => plain);
}
