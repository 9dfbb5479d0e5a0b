// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { changed, isPlain } from "../../../components/arguments/output";

test("a plain value is changed at once, and an Output when it is known", async () => {
  expect(changed(1, (n) => n + 1)).toBe(2);
  const late = changed(pulumi.output(1), (n) => n + 1);
  expect(isPlain(late)).toBe(false);
  expect(await new Promise((resolve) => pulumi.output(late).apply(resolve))).toBe(2);
});

test.each<[boolean, unknown]>([
  [true, null],
  [true, [1, { a: [null] }]],
  [false, [1, pulumi.output(1)]],
  [false, { a: 1, b: { c: [Promise.resolve(1)] } }],
])("that it is plain is %s of value %#", (expected, value) => {
  expect(isPlain(value)).toBe(expected);
});
