// SPDX-License-Identifier: Apache-2.0
import { fields, type Shape } from "../../../cloud-init/shape";
import { shapeProblems } from "../../../cloud-init/validate/shape";
import {
  replacing,
  replaces,
  inPlace,
  flag,
  matches,
  mayReplace,
  nothing,
  oneOf,
  port,
  restarts,
  whole,
} from "../../../components/arguments/row";

const messages = (shape: Shape, value: unknown) =>
  shapeProblems({ a: value }, fields({ a: shape })).map(({ message }) => message);

test("a value is taken in its form, and refused beside it by what it is and may be", () => {
  expect(messages(matches(/^a+$/, "some a"), "aa")).toEqual([]);
  expect(messages(matches(/^a+$/, "some a"), "b")).toEqual(['"b" is not some a']);
  expect(messages(matches(/^1$/, "one"), 1)).toEqual(["1 is not one"]);
  expect(messages(oneOf("a", 2), 2)).toEqual([]);
  expect(messages(oneOf("a", 2), "2")).toEqual(['"2" is none of "a", 2']);
  expect([false, true, "true"].map((value) => messages(flag, value).length)).toEqual([0, 0, 1]);
  expect([0, 1, 65_535, 65_536, 1.5, "22"].map((value) => messages(port, value).length)).toEqual([1, 0, 0, 1, 1, 1]);
  expect(messages(whole(1, 2, "a number of legs"), 3)).toEqual(["3 is not a number of legs from 1 to 2"]);
});

test("what brings another machine is told by the rows, and only of what is given", () => {
  const rows = {
    ...{ a: replaces(flag), b: inPlace(flag), c: restarts(flag), d: nothing(flag), e: mayReplace(flag) },
    f: replaces(flag),
  };
  expect(replacing({ a: 1, b: 2, c: 3, d: 4, e: 5, f: undefined, g: 6 }, rows)).toEqual({ a: 1 });
});
