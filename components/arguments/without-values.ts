// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { shown } from "../../cloud-init/validate/problem";

/** Removes the values of settings from a message: one of them is secret, and Pulumi does not say which. */
export function withoutValues(message: string, settings: unknown): string {
  const values = [...texts(settings)].sort((one, other) => other.length - one.length);
  return values.reduce((text, value) => text.replaceAll(value, "[not shown]"), message);
}

/** The same for problems in a value, where that is secret. */
export function hidden(problems: Problem[], value: unknown, isSecret: boolean): Problem[] {
  if (!isSecret) return problems;
  return problems.map((problem) => ({ ...problem, message: withoutValues(problem.message, value) }));
}

/** Each value as messages have it, and long ones also without their quotes. */
function* texts(value: unknown): Generator<string> {
  if (typeof value === "object" && value !== null) {
    yield shown(value);
    for (const member of Object.values(value)) yield* texts(member);
  } else if (typeof value === "string") {
    yield shown(value);
    if (value.length >= 6) yield value;
  }
}
