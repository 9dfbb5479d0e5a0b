// SPDX-License-Identifier: Apache-2.0
import type { Failure } from "./failure";
import { printable, wrap } from "./wrap";

/** Columns of a screen whose width is not known. */
export const usualWidth = 80;

/**
 * A failure on one screen: what, why and what to do in its first lines, then the log, then the commands with which to
 * look at the host, which are never wrapped. A note says what else is so meanwhile.
 */
export function failureScreen(
  host: string,
  failure: Failure,
  look: string[] = [],
  width = usualWidth,
  note?: string,
): string {
  const { what, where, seconds, cause, fix, log } = failure;
  return [
    ...wrapped("✖ ", `${host}: ${what} (${where}, after ${Math.round(seconds)} s)`, width),
    ...wrapped("  ", cause, width),
    ...wrapped("  fix: ", fix, width),
    ...(note === undefined ? [] : wrapped("  note: ", note, width)),
    ...labelled(
      "  log: ",
      log.map((line) => cut(printable(line), width - "  log: ".length)),
    ),
    ...labelled("  look: ", [...(failure.look ?? []), ...look]),
  ].join("\n");
}

/** A label and a text, wrapped to the width of the screen. */
export const wrapped = (label: string, text: string, width: number) =>
  labelled(label, wrap(cut(printable(text), 1000), width - label.length));

export function labelled(label: string, lines: string[]): string[] {
  return lines.map((line, number) => `${number === 0 ? label : " ".repeat(label.length)}${line}`);
}

export const cut = (line: string, width: number) => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);
