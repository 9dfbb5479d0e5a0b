// SPDX-License-Identifier: Apache-2.0

/** Quotes a value as one word of a shell's command line, whatever it holds. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** A value as one word, quoted only where a shell would read it otherwise: for lines that people read and paste. */
export function word(value: string): string {
  return /^[\w./:=@+-]+$/.test(value) ? value : quote(value);
}
