// SPDX-License-Identifier: Apache-2.0

/** One word of a shell's command line, whatever the value holds. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
