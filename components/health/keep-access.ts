// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { accessName, type HostAccess } from "./access";

/**
 * Keeps in the state how to reach a host, for `pulumi-docker-host`. Resolves to the same value when that is kept, so
 * that what uses the result comes after.
 */
export function keepAccess(
  name: string,
  access: pulumi.Output<HostAccess>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<HostAccess> {
  const input = pulumi.secret(access.apply((plain) => JSON.stringify(plain)));
  // Read its input, which is the newest value. Its output stays the first value until the machine is replaced.
  const stash = new pulumi.Stash(accessName(name), { input }, opts);
  return pulumi.all([access, stash.urn]).apply(([plain]) => plain);
}
