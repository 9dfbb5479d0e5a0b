// SPDX-License-Identifier: Apache-2.0
// The table of a platform's own arguments: what a change does is said by their rows, all else by their comments.
import type { Change, Rows } from "../../components/arguments/row";
import { type Declared, inWords } from "./declared";

const letters: Record<Change, string> = {
  nothing: "-",
  "in place": "-",
  "stop and start": "s",
  "another machine": "r",
  "in some cases another machine": "(r)",
  "another image": "b",
};

const ofMachine =
  "The first column says what a change does to a machine that runs: **r** replaces it, **(r)** replaces it in the cases " +
  "that the last column names, **s** stops it and starts it again, **-** leaves it running.";
const ofImage = "The first column says what a change does: **b** makes another image, **-** makes none.";

/** The table, with what its letters mean above it; without that column, where a change of no argument does anything. */
export function argumentTable(members: Declared[], rows: Rows): string {
  const cells = members.map((member) => {
    const row = rows[member.name];
    if (!row) throw new Error(`${member.name} has no row`);
    return [letters[row.change], `\`${member.name}\``, byDefault(member), what(member, row.change)];
  });
  const lines = [["change", "argument", "default", "what it is"], ...cells];
  const found = cells.map(([letter]) => letter);
  if (found.every((letter) => letter === "-")) return table(lines.map(([, ...others]) => others));
  return `${found.includes("b") ? ofImage : ofMachine}\n\n${table(lines)}`;
}

function byDefault({ name, isOptional, byDefault: text }: Declared): string {
  if (text === undefined && isOptional) throw new Error(`the comment of ${name} has no @default`);
  if (text === undefined) return "must be given";
  return inWords(text);
}

/** The first sentence. Where the letter says "in some cases", also the one that names them. */
function what({ name, sentences: [first = "", ...others] }: Declared, change: Change): string {
  if (first === "") throw new Error(`${name} has no comment`);
  const cases = change === "in some cases another machine" ? others.filter((one) => one.includes("replaces")) : [];
  return [first, ...cases].join(" ").replace(/\.$/, "");
}

/** A table of Markdown as prettier has it; the first line has the titles. */
export function table(lines: string[][]): string {
  const escaped = lines.map((line) => line.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = (escaped[0] ?? []).map((_, i) => Math.max(...escaped.map((line) => line[i]?.length ?? 0)));
  const [titles = "", ...others] = escaped.map(
    (line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`,
  );
  return [titles, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others].join("\n");
}
