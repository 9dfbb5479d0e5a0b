// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { shown } from "../../cloud-init/validate/problem";

/** Removes the values of settings from a message: one of them is secret, and Pulumi does not say which. */
export function withoutValues(message: string, settings: unknown): string {
  const values = [...scalars(settings)];
  const texts = values.flatMap(asText).sort((one, other) => other.length - one.length);
  const numbers = new Set(values.filter((value) => typeof value === "number").map(String));
  return texts
    .reduce((text, value) => text.replaceAll(value, notShown), message)
    .replace(/-?\d[\w.+-]*/g, (word) => (numbers.has(word) ? notShown : word));
}

const notShown = "[not shown]";

/** The same for problems in a value, where that is secret. */
export function hidden(problems: Problem[], value: unknown, isSecret: boolean): Problem[] {
  if (!isSecret) return problems;
  return problems.map((problem) => ({ ...problem, message: withoutValues(problem.message, value) }));
}

function* scalars(value: unknown, above: readonly unknown[] = []): Generator<unknown, void> {
  if (typeof value !== "object" || value === null) yield value;
  else if (!above.includes(value)) for (const member of Object.values(value)) yield* scalars(member, [...above, value]);
}

/** A string as messages have it, and a long one also without its quotes. */
function asText(value: unknown): string[] {
  if (typeof value !== "string") return [];
  return value.length >= 6 ? [shown(value), value] : [shown(value)];
}
