// SPDX-License-Identifier: Apache-2.0
// What tests of a page compare: the arguments that are declared, and the tables that describe them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

const root = join(__dirname, "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Names of the members that an interface declares itself. */
export function members(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  if (!found) throw new Error(`${file} declares no interface ${name}`);
  return found.members.flatMap((member) => (member.name ? [member.name.getText()] : []));
}

function tables(page: string): string[][][] {
  const blocks = read(page).matchAll(/(?:^\|.*\|\n)+/gm);
  return [...blocks].map(([block]) =>
    block
      .trim()
      .split("\n")
      .map((line) =>
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      ),
  );
}

/** The titles of a page's table, counted from 0. */
export function columns(page: string, index: number): string[] {
  return tables(page)[index]?.[0] ?? [];
}

/** Its rows, without titles and rule. */
export function rows(page: string, index: number): string[][] {
  return tables(page)[index]?.slice(2) ?? [];
}
