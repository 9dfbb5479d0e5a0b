// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { expiryTag } from "../expiry-tag";

export type Labels = pulumi.Output<Record<string, string>>;

/** By which a person and a bill find what belongs to the host. The caller's own win. */
export function hostLabels(
  host: string,
  own: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
  expires?: pulumi.Output<string>,
): Labels {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()].map(labelValue) as [string, string];
  return pulumi.all([own, expires]).apply(([given, end]): Record<string, string> => ({
    project,
    stack,
    host: labelValue(host),
    ...(end !== undefined && { [expiryTag]: expiryLabel(end) }),
    ...given,
  }));
}

/** Google takes lower-case letters, digits, `-` and `_`, and 63 of them. */
export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);
}

/** `2026-11-24T18:00:00Z` without what a label cannot hold: `20261124t180000z`. It sorts by time. */
export function expiryLabel(moment: string): string {
  return labelValue(moment.replace(/[-:]|\.\d+/g, ""));
}
