// SPDX-License-Identifier: Apache-2.0

/** A text in which somebody may have typed an address with a password, without that; a port is none. */
export function masked(text: string): string {
  return text
    .replace(/(\w:\/*[^/@:\s[]*):\S*@/g, "$1:***@")
    .replace(/(\w:\/\/[^/@:\s[]*):(?!\*\*\*@|\d+(?:\/|\s|$))\S+/g, "$1:***");
}
