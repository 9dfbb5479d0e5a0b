// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { replacing, type Rows } from "./arguments/row";
import { ofPlatform } from "./rules";

/**
 * When a machine with a time to live ends, in UTC: `2026-11-24T18:00:00Z`. It goes into a tag or label, by which
 * clean-up scripts find a machine that nothing else has ended. It is counted from the update; the machine's own timer
 * begins some minutes later, at its boot, and Google's begins anew with each start. The state keeps it until the machine
 * is replaced, by a row that says so or by `triggers`.
 */
export function expiresAt(
  name: string,
  args: { ttlMinutes?: pulumi.Input<number> },
  rows: Rows,
  triggers: pulumi.Output<string[]>,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  const { ttlMinutes } = args;
  if (ttlMinutes === undefined) return undefined;
  // The guest's arguments may hold secrets, so they are left out here: `triggers` has their fingerprint.
  const replacementTrigger = pulumi
    .all([triggers, pulumi.output(replacing(args, ofPlatform(rows)))])
    .apply((all) => createHash("sha256").update(JSON.stringify(all)).digest("hex"));
  // The triggers resolve only after the arguments have passed their checks, so `minutes` is a number.
  const input = pulumi.all([ttlMinutes, triggers]).apply(([minutes]) => inMinutes(minutes));
  const stash = new pulumi.Stash(
    `${name}-expires-at`,
    { input },
    { parent, ignoreChanges: ["input"], replacementTrigger },
  );
  return stash.output as pulumi.Output<string>;
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}
