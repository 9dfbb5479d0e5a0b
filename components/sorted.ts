// SPDX-License-Identifier: Apache-2.0

/** The same value with the keys of its maps in one order, without what is undefined, and with each text as `text` has it. */
export function sorted(value: unknown, text = (given: string) => given): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((item) => sorted(item, text));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member, text)]),
  );
}
