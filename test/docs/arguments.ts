// SPDX-License-Identifier: Apache-2.0
// What tests of a page compare: the arguments that are declared, and the tables that describe them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { declared } from "../../tools/docs/declared";
import { root } from "../../tools/shared/places";

/** Names of the members that an interface declares itself. */
export function members(file: string, name: string): string[] {
  return declared(file, name).map((member) => member.name);
}

function tables(page: string): string[][][] {
  const blocks = readFileSync(join(root, page), "utf8").matchAll(/(?:^\|.*\|\n)+/gm);
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
