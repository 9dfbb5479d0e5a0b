// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, CloudConfigValue } from "./spec";

/**
 * A text as Linux programs read it: a line ends with a line feed alone, and no byte order mark comes first. So the same
 * file makes the same machine, whatever a checkout or an editor on Windows has made of it.
 */
export function linuxText(text: string): string {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map(withoutReturns)
    .join("\n");
}

function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  return line.slice(0, end);
}

/** All texts in a tree, but for the names of its maps. */
export function linuxTexts(config: CloudConfig): CloudConfig {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, ofValue(value)]));
}

function ofValue(value: CloudConfigValue): CloudConfigValue {
  if (typeof value === "string") return linuxText(value);
  if (Array.isArray(value)) return value.map(ofValue);
  return typeof value === "object" && value !== null ? linuxTexts(value) : value;
}
