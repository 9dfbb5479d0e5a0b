// SPDX-License-Identifier: Apache-2.0

/** Quotes a value as one word of a shell's command line, whatever it holds. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
