// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from "node:async_hooks";

import * as pulumi from "@pulumi/pulumi";

/** A hook of a resource that is called so. */
export function hook(
  wanted: string,
  callback: pulumi.ResourceHookFunction,
  options?: pulumi.ResourceHookOptions,
): pulumi.ResourceHook {
  // In a plugin, the SDK finds the engine to which it logs by the context in which the host was made.
  return new pulumi.ResourceHook(hookName(wanted), AsyncLocalStorage.bind(callback), options);
}

const taken = new Map<string, number>();

/** Resources under different parents may have one name, and hooks may not. */
export function hookName(wanted: string): string {
  const count = (taken.get(wanted) ?? 0) + 1;
  taken.set(wanted, count);
  return count === 1 ? wanted : `${wanted}-${count}`;
}
