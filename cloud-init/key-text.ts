// SPDX-License-Identifier: Apache-2.0
// Keys as they are written to the machine, whatever editor they come from.

/** OpenSSH wants a line feed at each line's end, the last one too, and nothing before the first line. */
export function privateKeyText(key: string): string {
  return key.trim().replace(/\r\n?/g, "\n") + "\n";
}

/** Without a byte order mark: cloud-init leaves out a line that begins with one. */
export function publicKeyText(line: string): string {
  return line.replace(/^\s*\ufeff/, "");
}
