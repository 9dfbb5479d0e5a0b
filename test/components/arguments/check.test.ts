// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { decisive, fields, list, plain, required, ruled, string } from "../../../cloud-init/shape";
import { error } from "../../../cloud-init/validate/problem";
import type { Problem } from "../../../cloud-init";
import { check, problemsByRow } from "../../../components/arguments/check";
import { inPlace, matches, nothing, type Rows, whole } from "../../../components/arguments/row";

const rows: Rows = {
  name: nothing(required(string)),
  size: inPlace(whole(1, 9)),
  mode: nothing(plain(matches(/^[ab]$/, "a or b"))),
  rules: inPlace(plain(list(plain(fields({ port: plain(whole(1, 9)), from: required(plain(list(inner()))) }))))),
  words: inPlace(list(matches(/^\w+$/, "a word"))),
};

/** A value that may be `world` only where the mode is b. */
function inner() {
  return ruled(string, function* (value: string, path, [args]) {
    if (value === "world" && (args as { mode?: string }).mode !== "b") yield error(path, "is everybody", "open");
  });
}

const late = <T>(value: T) => pulumi.output(value);
const found = (args: object) => problemsByRow(args, rows).map(({ path, code }) => `${path} ${code}`);

// What is thrown when an Output is known fails a program of its own: failing-host.ts. Here it is noted in its place.
const mockReported: string[] = [];
jest.mock("../../../components/arguments/report", () => ({
  report: (problems: Problem[]) => mockReported.push(...problems.map(({ path, message }) => `${path}: ${message}`)),
}));
beforeEach(() => mockReported.splice(0));
let mockMocked = true;
jest.mock("../../../components/mocks", () => ({ isMocked: () => mockMocked }));

/** What an argument comes to when it is known. What is said of it is in `mockReported`. */
function later(args: object, name: string): Promise<unknown> {
  const { args: checked } = check(args, rows, () => []);
  return new Promise((resolve) =>
    pulumi.output((checked as Record<string, pulumi.Input<object>>)[name]).apply(resolve),
  );
}

test("every mistake in plain values is found by its path, with the code of its row", () => {
  expect(found({ size: 0, nme: "x", mode: "c", rules: [{ from: ["world"] }, {}, 3], words: ["a b", 1] })).toEqual([
    ...["name name/missing", "nme unknown-name", "size size", "mode mode", "rules[0].from[0] open"],
    ...["rules[1].from rules/from/missing", "rules[2] rules/kind", "words[0] words", "words[1] words"],
  ]);
});

test("what is known late is passed over, but where it decides what is created", () => {
  const rest = { name: "x", size: late(0), words: [late(1), "a"] };
  expect(found({ ...rest, rules: [{ from: [late("world")] }] })).toEqual([]);
  expect(found({ ...rest, mode: late("a"), rules: late([]) })).toEqual(["mode mode/plain", "rules rules/plain"]);
  expect(found({ name: "x", rules: [late({}), { from: late([]) }, { port: late(1), from: [] }] })).toEqual([
    ...["rules[0] rules/plain", "rules[1].from rules/from/plain", "rules[2].port rules/port/plain"],
  ]);
});

test("a mistake beside what is known late is found at once", () => {
  expect(found({ name: "x", words: ["a b", late("c")] })).toEqual(["words[0] words"]);
});

test("plain values come back as they were, and late ones with their value", async () => {
  const args = { name: "x", size: late(5), rules: [{ port: 1, from: ["a", late("b")] }], more: undefined };
  const { args: checked } = check(args, rows, (given) => problemsByRow(given, rows));
  expect([checked.name, checked.rules[0]?.port, checked.rules[0]?.from[0]]).toEqual(["x", 1, "a"]);
  expect(await later(args, "size")).toBe(5);
  expect(pulumi.Output.isInstance(checked.rules[0]?.from[1])).toBe(true);
});

test.each<[string, object, string, string]>([
  ["by its own row", { size: late(0) }, "size", "size: 0 is not a whole number from 1 to 9"],
  ["together with what is plain beside it", { words: [late("a b"), "c"] }, "words", 'words[0]: "a b" is not a word'],
  ["also as a promise", { size: Promise.resolve("1") }, "size", 'size: "1" is not a whole number from 1 to 9'],
])("a late value is looked at when it is known: %s", async (_how, args, name, line) => {
  await later({ name: "x", ...args }, name);
  expect(mockReported).toEqual([line]);
});

test("a late member of what is plain is looked at alone, by the rule that knows its neighbours", async () => {
  const args = (mode: string) => ({ name: "x", mode, rules: [{ from: [late("world")] }] });
  expect(await later(args("b"), "rules")).toEqual([{ from: ["world"] }]);
  expect(mockReported).toEqual([]);
  await later(args("a"), "rules");
  expect(mockReported).toEqual(["rules[0].from[0]: is everybody"]);
});

test("a late value that turns out to be none is not looked at", async () => {
  expect(await later({ name: "x", size: late(undefined) }, "size")).toBeUndefined();
  expect(mockReported).toEqual([]);
});

test("a late value that turns out to be none is refused where it decides what is created", async () => {
  const { args } = check({ disk: late(undefined) }, { disk: inPlace(decisive(string)) }, () => []);
  expect(await new Promise((resolve) => pulumi.output(args.disk).apply(resolve))).toBeUndefined();
  expect(mockReported).toEqual([
    expect.stringMatching(/^disk: is an Output that came to nothing, .*; leave the argument/),
  ]);
});

test("what was found in plain values is reported, and comes back for the warnings in it", () => {
  const warning = { severity: "warning" as const, path: "size", message: "is small", code: "size" };
  expect(check({ name: "x" }, rows, () => [warning]).problems).toEqual([warning]);
  expect(mockReported).toEqual(["size: is small"]);
});

test("of a late value that is secret, nothing is shown", async () => {
  await later({ name: "x", words: pulumi.secret(["hunter2 hunter2"]) }, "words");
  await later({ name: "x", words: ["a", pulumi.secret("hunter2 hunter2")] }, "words");
  expect(mockReported).toEqual(["words[0]: [not shown] is not a word", "words[1]: [not shown] is not a word"]);
});

test("a late map comes without its members that are undefined, and plain ones as well", async () => {
  expect(await later({ name: "x", other: { a: 1, b: undefined } }, "other")).toEqual({ a: 1 });
  const words = pulumi.output({ a: undefined, b: "c" });
  const rowsOfMaps: Rows = { words: inPlace({ kind: "map", of: string }) };
  const { args } = check({ words }, rowsOfMaps, () => []);
  expect(await new Promise((resolve) => pulumi.output(args.words).apply(resolve))).toEqual({ b: "c" });
});

test.each<[string, unknown, string]>([
  ["an Output", late({ name: "x" }), "must be a map and no Output; its members may be Outputs"],
  ["a list", [], "is a list, and must be a map"],
  ["a text", "name", "is a string, and must be a map"],
])("arguments that are %s are one mistake, and no member is looked for", (_what, args, message) => {
  expect(problemsByRow(args as object, rows)).toEqual([{ severity: "error", path: "args", message, code: "kind" }]);
});

test.each<[string, boolean, string[]]>([
  ["is a mistake", false, ["rules[0].from: is missing"]],
  ["is none under mocks, which return what they like", true, []],
])("a member that a late value lacks %s", async (_what, mocked, lines) => {
  mockMocked = mocked;
  const late = { rules: inPlace(list(fields({ port: whole(1, 9), from: required(list(string)) }))) };
  const { args } = check({ rules: pulumi.output([{ port: 1 }]) }, late, () => []);
  await new Promise((resolve) => args.rules.apply(resolve));
  expect(mockReported).toEqual(lines);
});
