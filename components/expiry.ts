// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/**
 * When a machine with a time to live ends, in UTC: `2026-11-24T18:00:00Z`. For a tag or label by which those who sweep up
 * find machines that outlived their timer. Kept in the state, so that later updates change nothing, until `fingerprint`
 * changes with the machine. It is counted from the update; the machine's own timer begins some minutes later, at its boot.
 */
export function expiresAt(
  name: string,
  ttlMinutes: pulumi.Input<number>,
  fingerprint: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  // The fingerprint is that of arguments which passed their checks: what is left then is a number.
  const input = pulumi.all([ttlMinutes, fingerprint]).apply(([minutes]) => inMinutes(minutes));
  const stash = new pulumi.Stash(
    `${name}-expires-at`,
    { input },
    { parent, ignoreChanges: ["input"], replacementTrigger: fingerprint },
  );
  return stash.output as pulumi.Output<string>;
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}
