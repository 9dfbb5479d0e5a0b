// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { beforeCreate, beforeEachChange, hookName } from "../../components/hook";

test("two resources of one name have hooks of two names", () => {
  expect(["a", "b", "a", "a"].map(hookName)).toEqual(["a", "b", "a-2", "a-3"]);
});

test("what holds back the creation of a resource does not hold up one that is there", () => {
  const hooks = [{}] as unknown as pulumi.ResourceHook[];
  expect([beforeCreate([]), beforeCreate(hooks)]).toEqual([{}, { hooks: { beforeCreate: hooks } }]);
});

test("what comes before each change of a resource comes before its creation too", () => {
  const hooks = [{}] as unknown as pulumi.ResourceHook[];
  expect([beforeEachChange([]), beforeEachChange(hooks)]).toEqual([
    {},
    { hooks: { beforeCreate: hooks, beforeUpdate: hooks } },
  ]);
});
