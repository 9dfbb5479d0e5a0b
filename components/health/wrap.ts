// SPDX-License-Identifier: Apache-2.0

/** Wraps a text into lines of at most `width` columns. A word that is longer than a line goes on in the next one. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [""];
  // A number and its unit `s)` stay together.
  for (let word of text.split(/\s+(?!s\))/)) {
    const last = lines.at(-1) ?? "";
    const joined = last === "" ? word : `${last} ${word}`;
    if (joined.length <= room) {
      lines[lines.length - 1] = joined;
      continue;
    }
    if (last !== "") lines.push("");
    for (; word.length > room; word = word.slice(room)) lines.splice(-1, 1, word.slice(0, room), "");
    lines[lines.length - 1] = word;
  }
  return lines;
}

/** Without control characters: what a host writes must not move the cursor or colour the terminal. */
export const printable = (text: string) =>
  // eslint-disable-next-line no-control-regex -- they are what is meant
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ");
