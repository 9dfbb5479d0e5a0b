// SPDX-License-Identifier: Apache-2.0
// The words in which each table of arguments says what kind a value has, and which rule it must meet. One check reads
// all tables: validate/shape.ts.
import type { Problem } from "./spec";

/**
 * Finds what is wrong with a value of the right kind. `above` holds the maps and lists around the value, the outermost
 * first, for a rule that depends on other members.
 */
export type Rule<T = never> = (value: T, path: string, above: readonly unknown[]) => Iterable<Problem>;

interface Demands {
  required?: boolean;
  rule?: Rule;
  /** It decides what is created, so its value has to be known when the program runs. */
  plain?: boolean;
  /** Whether it is given decides what is created, so an Output of it must not come to nothing. */
  decisive?: boolean;
}

/** `any`: the rule also checks the kind. `tree`: anything that JSON can hold. */
export type Shape = Demands &
  (
    | { kind: "string" }
    | { kind: "number" }
    | { kind: "boolean" }
    | { kind: "any" }
    | { kind: "tree" }
    | { kind: "list"; of: Shape }
    | { kind: "map"; of: Shape }
    | { kind: "fields"; fields: Fields }
  );
export type Fields = Record<string, Shape>;

/** A shape for each member of a type: a forgotten one does not compile. */
export type ShapesOf<T> = Record<keyof Required<T>, Shape>;

export const string = { kind: "string" } as const satisfies Shape;
export const number = { kind: "number" } as const satisfies Shape;
export const boolean = { kind: "boolean" } as const satisfies Shape;
export const tree = { kind: "tree" } as const satisfies Shape;
export const any = { kind: "any" } as const satisfies Shape;

export const list = (of: Shape) => ({ kind: "list", of }) as const satisfies Shape;
/** A map whose keys the caller chooses. */
export const map = (of: Shape) => ({ kind: "map", of }) as const satisfies Shape;
/** A map with these members and no others. */
export const fields = (members: Fields) => ({ kind: "fields", fields: members }) as const satisfies Shape;

export const required = <S extends Shape>(shape: S): S & { required: true } => ({ ...shape, required: true });
export const plain = <S extends Shape>(shape: S): S & { plain: true } => ({ ...shape, plain: true });
export const decisive = <S extends Shape>(shape: S): S & { decisive: true } => ({ ...shape, decisive: true });
export const ruled = <S extends Shape, T = never>(shape: S, rule: Rule<T>): S & { rule: Rule } => ({
  ...shape,
  rule: rule as Rule,
});

/** The key of the row to which a path belongs, such as `users/name` for `users[1].name`. */
export function keyOf(path: string, shape: Shape): string {
  const key: string[] = [];
  let at: Shape | undefined = shape;
  for (const [, name = ""] of path.matchAll(/\.?([A-Za-z]\w*)|\[\d+\]/gy)) {
    if (name === "" && at?.kind === "list") at = at.of;
    else if (at?.kind === "fields" && Object.hasOwn(at.fields, name)) {
      key.push(name);
      at = at.fields[name];
    } else break;
  }
  return key.join("/");
}
