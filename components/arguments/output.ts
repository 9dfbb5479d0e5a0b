// SPDX-License-Identifier: Apache-2.0
// Arguments come as plain values, Outputs and promises, in any mixture.
import * as pulumi from "@pulumi/pulumi";

import { holds } from "../../cloud-init/validate/kind";

/** Known only when the program runs. */
export function isLate(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Whether there is neither an Output nor a promise in it. */
export function isPlain(value: unknown): boolean {
  return !holds(value, isLate);
}

/** A plain value stays one, so that mistakes in it still show in the constructor. */
export function changed<T, R>(value: pulumi.Input<T>, change: (value: T) => R): pulumi.Input<R> {
  if (isPlain(value)) return change(value as T);
  return pulumi.output(value as pulumi.Input<object>).apply((known) => change(known as T));
}
