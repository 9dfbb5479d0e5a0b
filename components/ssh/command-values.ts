// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from "./connection";

/** The words of a command that leads to a host, with values in place of `%h`, `%p` and `%r`. */
export function withValues(words: string[], { host, port = 22, user = "root" }: Endpoint): string[] {
  const values: Record<string, string> = { "%h": host, "%p": String(port), "%r": user, "%%": "%" };
  return words.map((word) => word.replace(/%[hpr%]/g, (mark) => values[mark] ?? mark));
}
