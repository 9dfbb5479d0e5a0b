// SPDX-License-Identifier: Apache-2.0
import { hookName } from "../../components/hook";

test("two resources of one name have hooks of two names", () => {
  expect(["a", "b", "a", "a"].map(hookName)).toEqual(["a", "b", "a-2", "a-3"]);
});
