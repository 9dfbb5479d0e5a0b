// SPDX-License-Identifier: Apache-2.0

/** A fine text with something before or behind it that would become a line of its own in the file where it ends up. */
export function withIntruder(text: string): string[] {
  const directive = "[Service]\nExecStartPre=/bin/true";
  return [`x\n${text}`, `${text}\nx`, `${directive}\n${text}`, `${text}\n${directive}`];
}
