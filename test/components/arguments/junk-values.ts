// SPDX-License-Identifier: Apache-2.0
// What is put in every place of the arguments, whatever that place is for.
import * as pulumi from "@pulumi/pulumi";

import type { Shape } from "../../../cloud-init/shape";
import { makeKeyPair } from "../../../components/key-pair";

const { privateKey } = makeKeyPair("nobody");
const pasted = [privateKey, "http://me:hunt/er@hunter2@h.example:99999", "me:hunter2@h.example:3128"];
/** No message shows any part of them. */
const parts = ["hunter2", ...privateKey.split("\n").filter((line) => /^[\w+/=]{8,}$/.test(line))];
export const showsSecret = (text: string) => parts.some((part) => text.includes(part));

class Odd {
  toString = 5;
}
const itself: Record<string, unknown> = {};
itself.itself = itself;

let deep: unknown = "x";
for (let i = 0; i < 20_000; i++) deep = i % 2 === 0 ? [deep] : { a: deep };

/** What a settings file can hold, by the kind of its shape. */
const written = {
  string: ["", "x", "\ud800", "x".repeat(5000), ...pasted],
  number: [0, -1, 1e21],
  boolean: [true],
  list: [[], [null], [[]], ["x", "x"], [{ toString: 1 }, { toString: 1 }], [privateKey]],
  map: [
    ...[{}, { "": null }, { a: null }, { a: 5 }, { toString: 1 }, JSON.parse('{"__proto__":{"a":1}}') as object],
    Object.fromEntries(pasted.map((text) => [text, text])),
  ],
  nothing: [null],
};

/** What a program can hand over beside that. */
const made: Record<keyof typeof written, unknown[]> = {
  string: [],
  number: [],
  boolean: [],
  list: [Array(2), [Symbol("x")], [pulumi.output(5)]],
  map: [Object.assign(Object.create(null) as object, { a: 5n }), { a: pulumi.output({}) }],
  nothing: [deep, NaN, Symbol("x"), () => "x", new Map(), new Odd(), { itself }],
};
const late = [undefined, pulumi.output("x")];

export interface Junk {
  value: unknown;
  /** Undefined where it is known later. */
  kind?: string;
}
const ofKinds = (table: Record<string, unknown[]>): Junk[] =>
  Object.entries(table).flatMap(([kind, values]) => values.map((value) => ({ value, kind })));
export const writtenJunk = ofKinds(written);
export const junk = [...writtenJunk, ...ofKinds(made), ...late.map((value) => ({ value }))];

/** A place in arguments: the steps that lead there, and its shape. */
export interface Place {
  steps: (string | number)[];
  shape: Shape;
}

/** Each argument, its members, the first of a list, one of a map. */
export function placesIn(shape: Shape): Place[] {
  const below = (step: string | number, of: Shape) => [
    { steps: [step], shape: of },
    ...placesIn(of).map((place) => ({ ...place, steps: [step, ...place.steps] })),
  ];
  if (shape.kind === "list") return below(0, shape.of);
  if (shape.kind === "map") return below("a", shape.of);
  if (shape.kind !== "fields") return [];
  return Object.entries(shape.fields).flatMap(([name, of]) => below(name, of));
}

/** Whether a value can be of the kind that is wanted, as far as that is known. What only a rule looks at is one value, and no list or map. */
export function suits({ shape }: Place, { kind }: Junk): boolean {
  if (kind === undefined) return true;
  if (shape.kind === "any") return kind !== "list" && kind !== "map" && kind !== "nothing";
  return kind === ({ tree: "map", fields: "map" }[shape.kind as string] ?? shape.kind);
}

/** The same value with another one in a place. What that stands in is made where it is not there. */
export function put(value: unknown, [step, ...rest]: Place["steps"], other: unknown): unknown {
  if (step === undefined) return other;
  if (typeof step === "number") return [put(Array.isArray(value) ? value[0] : undefined, rest, other)];
  const map = { ...(value as Record<string, unknown> | undefined) };
  return { ...map, [step]: put(map[step], rest, other) };
}
