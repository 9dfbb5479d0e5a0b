// SPDX-License-Identifier: Apache-2.0
import { usualWidth } from "../../components/health/failure-screen";
import { printable, wrap } from "../../components/health/wrap";

/** The width of a stream's terminal, in columns. */
export function widthOf({ columns }: { columns?: number | undefined }): number {
  // A terminal that does not know its width says 0.
  return columns === undefined || columns === 0 ? usualWidth : columns;
}

/** Wraps each line of a text, and indents what is left of it. */
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

/** Colours the marks at the beginning of lines, on a terminal and without NO_COLOR. */
export function coloured(text: string, { isTTY }: { isTTY?: boolean }): string {
  if (!isTTY || process.env.NO_COLOR) return text;
  const colours: Record<string, number> = { "✔": 32, "✖": 31, "!": 33 };
  return text.replace(/^[✔✖!](?= )/gm, (mark) => `\x1b[${colours[mark] ?? 0}m${mark}\x1b[0m`);
}

/** Writes a part of the answer to stdout. */
export function answer(text: string): void {
  process.stdout.write(`${coloured(printable(text), process.stdout)}\n`);
}

/** Writes everything else to stderr. */
export function say(text: string): void {
  process.stderr.write(`${coloured(printable(text), process.stderr)}\n`);
}
