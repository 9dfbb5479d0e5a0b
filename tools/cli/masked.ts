// SPDX-License-Identifier: Apache-2.0

/** Hides the password of an address in a text that somebody has typed, but not its port. */
export function masked(text: string): string {
  return text
    .replace(/(\w:\/*[^/@:\s[]*):\S*@/g, "$1:***@")
    .replace(/(\w:\/\/[^/@:\s[]*):(?!\*\*\*@|\d+(?:\/|\s|$))\S+/g, "$1:***");
}
