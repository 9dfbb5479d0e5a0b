// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

export type Tags = pulumi.Output<Record<string, string>>;

/** By which a person and a bill find what belongs to the host. The caller's own win. */
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
    ...(end !== undefined && { "expires-at": end }),
    ...given,
  }));
}
