// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from "node:async_hooks";

import * as pulumi from "@pulumi/pulumi";

/** A resource hook of this name or, where that is taken, of a similar one. */
export function hook(
  wanted: string,
  callback: pulumi.ResourceHookFunction,
  options?: pulumi.ResourceHookOptions,
): pulumi.ResourceHook {
  // In a plugin, the SDK finds its engine by the async context in which the host was made, so the callback keeps that.
  return new pulumi.ResourceHook(hookName(wanted), AsyncLocalStorage.bind(callback), options);
}

/** What a resource has for hooks that hold back its creation. */
export function beforeCreate(hooks: pulumi.ResourceHook[]): { hooks?: pulumi.ResourceHookBinding } {
  return hooks.length > 0 ? { hooks: { beforeCreate: hooks } } : {};
}

/** The same for what also comes before each change of it. */
export function beforeEachChange(hooks: pulumi.ResourceHook[]): { hooks?: pulumi.ResourceHookBinding } {
  return hooks.length > 0 ? { hooks: { beforeCreate: hooks, beforeUpdate: hooks } } : {};
}

const taken = new Map<string, number>();

/** Each hook needs its own name, but resources under different parents may have the same one. */
export function hookName(wanted: string): string {
  const count = (taken.get(wanted) ?? 0) + 1;
  taken.set(wanted, count);
  return count === 1 ? wanted : `${wanted}-${count}`;
}
