// SPDX-License-Identifier: Apache-2.0
// Pulumi's mocks, with which users test their programs: they know no hooks, and give back what they like, or nothing.
import * as pulumi from "@pulumi/pulumi";

export function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return !(typeof monitor === "object" && monitor !== null && "registerErrorHook" in monitor);
}

/** Whether a value is missing because nobody has told the mocks to give one: that is no error then. */
export function saysNothing(value: string | undefined): boolean {
  return value === undefined && isMocked();
}
