// SPDX-License-Identifier: Apache-2.0

/**
 * What is going on, with the one clock that people see. A limit that is named goes beside its seconds:
 * `installing Docker: packages (80 s; limit 600)`.
 */
export function timed(words: string, seconds: number): string {
  const clock = `${Math.round(seconds)} s`;
  const [, text, limit] = /^(.*) \(limit (\d+) s\)$/.exec(words) ?? [];
  return limit === undefined ? `${words} (${clock})` : `${text} (${clock}; limit ${limit})`;
}
