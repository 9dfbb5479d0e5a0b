// SPDX-License-Identifier: Apache-2.0
// Users test their programs with Pulumi's mocks, which know no hooks, and return any outputs or none.
import * as pulumi from "@pulumi/pulumi";

export function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return !(typeof monitor === "object" && monitor !== null && "registerErrorHook" in monitor);
}

/** Whether a value is missing only because the mocks do not return it, which is no error. */
export function saysNothing(value: string | undefined): boolean {
  return value === undefined && isMocked();
}
