// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { changed, checkedLater, isPlain } from "../../components/arguments";

test("a plain value is changed at once, and an Output when it is known", async () => {
  expect(changed(1, (n) => n + 1)).toBe(2);
  const late = changed(pulumi.output(1), (n) => n + 1);
  expect(isPlain(late)).toBe(false);
  expect(await new Promise((resolve) => pulumi.output(late).apply(resolve))).toBe(2);
});

test("a value that is known late is looked at then, and passed on; none is not looked at", async () => {
  const look = jest.fn(() => []);
  const known = (value: unknown) => new Promise((resolve) => checkedLater(value, look).apply(resolve));
  expect(await known(pulumi.output("a"))).toBe("a");
  expect(await known(pulumi.output(undefined))).toBeUndefined();
  expect(look.mock.calls).toEqual([["a"]]);
});

test.each<[boolean, unknown]>([
  [true, null],
  [true, [1, { a: [null] }]],
  [false, [1, pulumi.output(1)]],
  [false, { a: 1, b: { c: [Promise.resolve(1)] } }],
])("that it is plain is %s of value %#", (expected, value) => {
  expect(isPlain(value)).toBe(expected);
});
