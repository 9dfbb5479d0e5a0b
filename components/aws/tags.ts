// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { expiryTag } from "../expiry-tag";

export type Tags = pulumi.Output<Record<string, string>>;

/** By which a person and a bill find what belongs to something that is no host. The caller's own win. */
export function nameTags(name: string, own: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined): Tags {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  return pulumi.output(own).apply((given): Record<string, string> => ({
    ...{ Name: `${project}-${stack}-${name}`, project, stack },
    ...given,
  }));
}

/** The same for a host. */
export function hostTags(
  host: string,
  own: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
  expires: pulumi.Output<string> | undefined,
): Tags {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  return pulumi.all([own, expires]).apply(([given, end]): Record<string, string> => ({
    Name: `${project}-${stack}-${host}`,
    project,
    stack,
    host,
    ...(end !== undefined && { [expiryTag]: end }),
    ...given,
  }));
}
