// SPDX-License-Identifier: Apache-2.0
// By what it is known whether another machine has to take the place of the one that there is. Not by the text of its user
// data: access changes in place, and what is ours in that text changes from release to release.
import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { linuxText } from "../cloud-init/line-ends";
import { type AccessChange, accessDefaults } from "./access/access-change";
import { kept } from "./kept";
import { sorted } from "./sorted";

/** The arguments that say who may use a machine. */
export const accessArguments = ["users", "dockerUsers", "loginKeys"];

/**
 * What the machine was made with: `print`, a hash of all that it is told, as it was when `decides` last changed. So a machine
 * of the last release, whose trigger is that hash, is the same to this one.
 */
export function madeWith(
  name: string,
  print: pulumi.Output<string>,
  decides: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return kept(`${name}-made-with`, print, decides, parent);
}

/** A hash of what decides about that: what the caller has said, without access where that changes in place, and the keys. */
export function decisive(
  told: Record<string, unknown>,
  keys: pulumi.Input<string | undefined>[],
  change: AccessChange = accessDefaults.accessChange,
): pulumi.Output<string> {
  const rest = Object.entries(told).filter(([name]) => change === "replace" || !accessArguments.includes(name));
  const all = pulumi.all([pulumi.output(Object.fromEntries(rest)), pulumi.all(keys)]);
  return pulumi.unsecret(all.apply((plain) => digest(plain)));
}

/** Of the same values the same, in whatever order the members of a map stand. What is undefined counts as absent. */
export function digest(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(value, linuxText)))
    .digest("hex");
}
