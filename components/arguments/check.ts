// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../cloud-init";
import { plainCopy } from "../../cloud-init/plain-copy";
import { fields, plain, type Shape } from "../../cloud-init/shape";
import { isMap, kind } from "../../cloud-init/validate/kind";
import { at, error } from "../../cloud-init/validate/problem";
import { shapeProblems, withCodes } from "../../cloud-init/validate/shape";
import { isMocked } from "../mocks";
import { isLate, isPlain } from "./output";
import { report } from "./report";
import type { Rows } from "./row";
import { hidden } from "./without-values";

/** The arguments of a component, as its constructor goes on with them. */
export interface Checked<Args> {
  /** Plain values are right; late ones are checked when they are known, and a mistake then fails what is made of them. */
  args: Args;
  /** What was found in them: warnings alone. */
  problems: Problem[];
}

/**
 * The first line of each constructor: nothing that it does sees the arguments as they came.
 *
 * @throws InputPropertiesError with everything that is wrong with plain values, before anything is registered
 */
export function check<Args extends object>(
  given: Args | null | undefined,
  rows: Rows,
  problemsOf: (args: Args) => Problem[],
  whose?: string,
): Checked<Args> {
  const args = plainCopy(given ?? ({} as Args));
  const problems = problemsOf(args);
  report(problems, whose);
  return { args: settled(args, plain(fields(rows))) as Args, problems };
}

/** Whether the arguments are a map at all. */
export function notAMap(args: unknown): Problem[] {
  if (isLate(args)) return [error("args", "must be a map and no Output; its members may be Outputs", "kind")];
  return isMap(args) ? [] : [error("args", `is ${kind(args)}, and must be a map`, "kind")];
}

/** What is wrong with each argument by itself, as far as it is plain. */
export function problemsByRow(args: object, rows: Rows): Problem[] {
  const wrong = notAMap(args);
  if (wrong.length > 0) return wrong;
  const table = fields(rows);
  return withCodes(shapeProblems(args, table, "", [], isLate), table);
}

/**
 * The same value, of which what is known late is checked then. Where the value decides what is created, it stays as it is
 * and the members are looked at one by one.
 */
function settled(value: unknown, shape: Shape, path = "", above: readonly unknown[] = []): unknown {
  if (value === undefined || isPlain(value)) return value;
  if (isLate(value) || !shape.plain) {
    const late: pulumi.Output<unknown> = pulumi.output(value as pulumi.Input<object>);
    return pulumi.all([late, pulumi.isSecret(late)]).apply(([known, isSecret]) => {
      if ((known as unknown) === undefined) {
        if (shape.decisive) report([error(path, cameToNothing, "/missing")]);
        return known;
      }
      const copy = plainCopy(known);
      report(hidden(problemsOfLate(copy, shape, path, above), copy, isSecret));
      return copy;
    });
  }
  const inner = (name: string | number, member: unknown, of: Shape | undefined) =>
    of ? settled(member, of, at(path, name), [...above, value]) : member;
  if (shape.kind === "list") return (value as unknown[]).map((member, i) => inner(i, member, shape.of));
  if (shape.kind !== "fields") return value;
  const members = Object.entries(value as object);
  return Object.fromEntries(members.map(([name, member]) => [name, inner(name, member, shape.fields[name])]));
}

const cameToNothing =
  "is an Output that came to nothing, and whether it is given decides what is created; leave the argument out instead";

function problemsOfLate(...place: Parameters<typeof shapeProblems>): Problem[] {
  const problems = shapeProblems(...place);
  // Outputs of what is mocked have the members that the mocks give them, and maybe none.
  return isMocked() ? problems.filter(({ code }) => code !== "/missing") : problems;
}
