// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import type { CloudConfig } from "../../cloud-init";
import { merge } from "../../cloud-init/merge";

test.each<[string, CloudConfig, CloudConfig, CloudConfig]>([
  ["a key of one side is taken as it is", { a: 1 }, { b: [2] }, { a: 1, b: [2] }],
  ["maps merge, at every depth", { a: { b: { c: 1 } } }, { a: { b: { d: 2 } } }, { a: { b: { c: 1, d: 2 } } }],
  ["lists are appended, the caller's last", { a: [1, 2] }, { a: [2, 3] }, { a: [1, 2, 2, 3] }],
  ["the caller's scalar wins", { a: 1, b: true }, { a: "x", b: null }, { a: "x", b: null }],
  ["nothing wins over a map, and a map over nothing", { a: { b: 1 }, c: null }, { a: null, c: {} }, { a: null, c: {} }],
  ["the caller's kind wins", { a: [1], b: { c: 1 } }, { a: {}, b: [] }, { a: {}, b: [] }],
  [
    "names of JavaScript's are names like others",
    { a: 1 },
    { constructor: 2, toString: 3 },
    { a: 1, constructor: 2, toString: 3 },
  ],
])("%s", (_label, base, top, expected) => {
  expect(merge(base, top)).toEqual(expected);
});

const tree = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.oneof(fc.integer(), fc.array(fc.integer()), fc.dictionary(fc.constantFrom("d", "e"), fc.integer())),
) as fc.Arbitrary<CloudConfig>;

test("neither side is changed, and an empty one changes nothing", () => {
  fc.assert(
    fc.property(tree, tree, (base, top) => {
      const [baseBefore, topBefore] = [structuredClone(base), structuredClone(top)];
      merge(base, top);
      expect([base, top]).toEqual([baseBefore, topBefore]);
      expect(merge(base, {})).toEqual(base);
      expect(merge({}, top)).toEqual(top);
    }),
  );
});
