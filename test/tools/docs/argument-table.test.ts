// SPDX-License-Identifier: Apache-2.0
import { any } from "../../../cloud-init/shape";
import { bakes, inPlace, mayReplace, nothing, replaces, restarts } from "../../../components/arguments/row";
import { argumentTable } from "../../../tools/docs/argument-table";

const member = (name: string, byDefault?: string, ...sentences: string[]) => ({
  name,
  isOptional: byDefault !== undefined,
  sentences,
  byDefault,
});

test("has a line for each argument: the letter of its row, its default, and the first sentence of its comment", () => {
  const rows = { a: replaces(any), b: restarts(any), c: inPlace(any), d: nothing(any) };
  const members = [
    member("a", undefined, "What it is.", "A change replaces the machine."),
    member("b", '"x", which is small', "This | that."),
    member("c", "- the provider's `x`", "Some."),
    member("d", "false", "Another."),
  ];
  expect(argumentTable(members, rows).split("\n").slice(2)).toEqual([
    "| change | argument | default               | what it is   |",
    "| ------ | -------- | --------------------- | ------------ |",
    "| r      | `a`      | must be given         | What it is   |",
    '| s      | `b`      | `"x"`, which is small | This \\| that |',
    "| -      | `c`      | the provider's `x`    | Some         |",
    "| -      | `d`      | `false`               | Another      |",
  ]);
});

test("names the cases in which a change replaces the machine, where it does in some", () => {
  const sentences = ["What it is.", "It needs more.", "From or to `none` replaces the machine."];
  expect(argumentTable([member("a", "1", ...sentences)], { a: mayReplace(any) })).toContain(
    "| (r)    | `a`      | `1`     | What it is. From or to `none` replaces the machine |",
  );
});

test("of an image says what makes another one", () => {
  const text = argumentTable([member("a", "1", "Some."), member("b", "2", "More.")], {
    a: bakes(any),
    b: nothing(any),
  });
  expect(text).toMatch(/what a change does: \*\*b\*\* makes another image/);
  expect(text).toContain("| b      | `a`      | `1`     | Some       |");
});

test("has no column for what a change does, where that is nothing for each", () => {
  expect(argumentTable([member("a", "1", "Some.")], { a: nothing(any) }).split("\n")[0]).toBe(
    "| argument | default | what it is |",
  );
});

test.each([
  ["a has no row", member("a", "1", "Some."), {}],
  ["the comment of a has no @default", { ...member("a", undefined, "Some."), isOptional: true }, { a: nothing(any) }],
  ["a has no comment", member("a", "1", ""), { a: nothing(any) }],
])("says what is missing: %s", (message, given, rows) => {
  expect(() => argumentTable([given], rows)).toThrow(message);
});
