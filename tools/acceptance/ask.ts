// SPDX-License-Identifier: Apache-2.0
import { createInterface } from "node:readline/promises";

import { WrongUse } from "../cli/exit-status";

/** @throws WrongUse where nobody has agreed to what was shown before, or nobody can be asked */
export async function ask(yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new WrongUse("nothing was made: there is no terminal to ask on; add --yes where you agree");
  const terminal = createInterface(process.stdin, process.stdout);
  try {
    const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("no")));
    const answer = await Promise.race([terminal.question("Begin? [y/N] "), ended]);
    if (!/^y(es)?$/i.test(answer.trim())) throw new WrongUse("nothing was made");
  } finally {
    terminal.close();
  }
}
