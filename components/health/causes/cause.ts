// SPDX-License-Identifier: Apache-2.0

/** A known cause of trouble, recognized by the message of the program that reports it. */
export interface Cause {
  /** Matches a line of a log. */
  says: RegExp;
  /** What to do about it; `$1` and so on stand for the groups of the pattern. */
  fix: string;
}

/** The first cause of the list that a line matches: the newest such line, and what to do. */
export function findCause(causes: Cause[], lines: string[]): { line: string; fix: string } | undefined {
  const newestFirst = [...lines].reverse();
  for (const { says, fix } of causes) {
    for (const line of newestFirst) {
      const found = says.exec(line);
      if (found) return { line, fix: fix.replace(/\$(\d)/g, (_mark, number: string) => found[Number(number)] ?? "") };
    }
  }
  return undefined;
}
