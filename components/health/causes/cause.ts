// SPDX-License-Identifier: Apache-2.0

/** Something that goes wrong, as it is known by the words of whoever says so. */
export interface Cause {
  /** In a line of a log. */
  says: RegExp;
  /** What to do about it; `$1` and so on stand for what the groups of the pattern have found. */
  fix: string;
}

/** The first cause that a line shows, the newest of such lines, and what to do. */
export function findCause(causes: Cause[], lines: string[]): { line: string; fix: string } | undefined {
  const newestFirst = [...lines].reverse();
  for (const { says, fix } of causes) {
    const line = newestFirst.find((one) => says.test(one));
    const found = line === undefined ? null : says.exec(line);
    if (line !== undefined && found !== null)
      return { line, fix: fix.replace(/\$(\d)/g, (_mark, number: string) => found[Number(number)] ?? "") };
  }
  return undefined;
}
