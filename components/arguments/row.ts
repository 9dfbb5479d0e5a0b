// SPDX-License-Identifier: Apache-2.0
// Each argument of a component is one row of its table: what it is made of, its rule, and what a change of it does.
import { any, type Rule, ruled, type Shape } from "../../cloud-init/shape";
import { error, shown } from "../../cloud-init/validate/problem";

/** What a change of an argument does to a machine that runs. */
export type Change =
  "nothing" | "in place" | "stop and start" | "another machine" | "in some cases another machine" | "another image";

export type Row = Shape & { change: Change };

/** The rows of a component. An argument that has none, or a row without argument, does not compile. */
export type Table<Args> = Record<keyof Args, Row>;
export type Rows = Record<string, Row>;

/** The machine does not notice. */
export const nothing = (shape: Shape): Row => ({ ...shape, change: "nothing" });
/** Changed while the machine runs. */
export const inPlace = (shape: Shape): Row => ({ ...shape, change: "in place" });
/** The machine is stopped for it, and started again. */
export const restarts = (shape: Shape): Row => ({ ...shape, change: "stop and start" });
/** Another machine takes the place of this one. */
export const replaces = (shape: Shape): Row => ({ ...shape, change: "another machine" });

/** Another machine for some changes, which the argument names; otherwise in place. */
export const mayReplace = (shape: Shape): Row => ({ ...shape, change: "in some cases another machine" });

/** Another image is made. */
export const bakes = (shape: Shape): Row => ({ ...shape, change: "another image" });

/** What the arguments say for which another machine is made, and that is given. */
export function replacing(args: object, rows: Rows): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).filter(([name, value]) => rows[name]?.change === "another machine" && value !== undefined),
  );
}

/** A value that a rule alone decides about, its kind included. */
export function value(rule: Rule<unknown>): Shape {
  return ruled(any, rule);
}

/** A string of one form. */
export function matches(form: RegExp, what: string): Shape {
  return value(function* (given, path) {
    if (typeof given !== "string" || !form.test(given)) yield error(path, `${shown(given)} is not ${what}`);
  });
}

export function oneOf(...allowed: readonly (string | number | boolean)[]): Shape {
  const choice = allowed.map((one) => JSON.stringify(one)).join(", ");
  return value(function* (given, path) {
    if (!allowed.includes(given as string)) yield error(path, `${shown(given)} is none of ${choice}`);
  });
}

export const flag = oneOf(true, false);

/** A whole number. */
export function whole(least: number, most: number, what = "a whole number"): Shape {
  return value(function* (given, path) {
    if (Number.isInteger(given) && (given as number) >= least && (given as number) <= most) return;
    yield error(path, `${shown(given)} is not ${what} from ${least} to ${most}`);
  });
}

export const port = whole(1, 65_535, "a port");
