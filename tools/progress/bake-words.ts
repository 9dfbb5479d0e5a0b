// SPDX-License-Identifier: Apache-2.0
import { plainWords } from "./plain-words";

/** What a line of the making of an image says to a person who waits for a host; undefined where that is nothing. */
export function bakeWords(line: string): string | undefined {
  if (line.startsWith("ephemeral-")) return undefined;
  // `image-health-check creating (45s): installing Docker: packages`
  if (/^image-[\w-]+ \w+/.test(line)) return plainWords(line.replace(/(\(\d+s\)):/, "$1"));
  return line.replace(/^seal: /, "sealing: ");
}
