// SPDX-License-Identifier: Apache-2.0
import { usualWidth } from "../../components/health/failure-screen";
import { printable, wrap } from "../../components/health/wrap";

/** Columns of what shows a stream. */
export function widthOf({ columns }: { columns?: number | undefined }): number {
  // A terminal that does not know has none.
  return columns === undefined || columns === 0 ? usualWidth : columns;
}

/** Each line of a text so, with the rest of it indented. */
export function wrapLines(text: string, width: number): string {
  const long = (line: string) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    return wrap(line.trim(), width - indent.length - 2)
      .map((part, i) => `${indent}${i === 0 ? "" : "  "}${part}`)
      .join("\n");
  };
  return text
    .split("\n")
    .map((line) => (line.length <= width ? line : long(line)))
    .join("\n");
}

/** The marks at the beginning of lines in colour, where somebody sees it and has not asked for none. */
export function coloured(text: string, { isTTY }: { isTTY?: boolean }): string {
  if (!isTTY || process.env.NO_COLOR) return text;
  const colours: Record<string, number> = { "✔": 32, "✖": 31, "!": 33 };
  return text.replace(/^[✔✖!](?= )/gm, (mark) => `\x1b[${colours[mark] ?? 0}m${mark}\x1b[0m`);
}

/** A part of the answer, on stdout. */
export function answer(text: string): void {
  process.stdout.write(`${coloured(printable(text), process.stdout)}\n`);
}

/** What is said beside it, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${coloured(printable(text), process.stderr)}\n`);
}
