// SPDX-License-Identifier: Apache-2.0
import { type Command, CommanderError } from "commander";

import { WrongUse } from "../cli/exit-status";

/**
 * Reads what somebody has typed behind a script, as in `npm start --`; false where that asked for the help, which is shown
 * by then.
 *
 * @throws WrongUse in one line, with the option that was probably meant
 */
export function readOptions(script: Command, args: string[]): boolean {
  const name = script.name().replace(/ --$/, "");
  script
    .exitOverride()
    .allowExcessArguments()
    .configureOutput({ writeErr: () => {} });
  try {
    script.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw new WrongUse(`${inOneLine(error.message)} (see \`${name} -- --help\`)`);
  }
  const { registeredArguments: known } = script;
  const excess = known.at(-1)?.variadic ? undefined : script.args[known.length];
  // npm keeps an option that stands before the dashes, and hands on its value alone.
  if (excess !== undefined)
    throw new WrongUse(
      `"${excess}" is no option of ${name}; options go behind two dashes, as in \`${name} -- --help\``,
    );
  return true;
}

function inOneLine(message: string): string {
  return message
    .replace(/^error: /, "")
    .replace(/\s*\(Did you mean (one of )?(.+)\?\)\s*$/, "; did you mean $1$2?")
    .trim();
}
