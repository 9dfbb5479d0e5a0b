// SPDX-License-Identifier: Apache-2.0
// The table of commands of `pulumi-docker-host`. Each is a file of its own, which is loaded where it is wanted: all of them
// take longer to load than most of them to run.
import type { Command } from "commander";

import type * as bake from "./bake";
import type * as check from "./check";
import type * as diagnostics from "./diagnostics";
import type { Surroundings } from "./hosts";
import type * as reap from "./reap";
import type * as shell from "./shell";
import type * as userData from "./user-data";
import type * as validate from "./validate";

type Load = (around: Surroundings, remote: string[] | undefined) => Command;

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` is for ES modules, which these are not */
const table: Record<string, Load> = {
  check: (around) => (require("./check") as typeof check).checkCommand(around),
  shell: (around, remote) => (require("./shell") as typeof shell).shellCommand(around, remote),
  diagnostics: (around) => (require("./diagnostics") as typeof diagnostics).diagnosticsCommand(around),
  "user-data": () => (require("./user-data") as typeof userData).userDataCommand(),
  validate: () => (require("./validate") as typeof validate).validateCommand(),
  reap: (around) => (require("./reap") as typeof reap).reapCommand(around),
  bake: (around) => (require("./bake") as typeof bake).bakeCommand(around),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The command of this name; all of them, for a list or the nearest name, where there is none. */
export function commandsFor(name = "", around: Surroundings, remote: string[] | undefined): Command[] {
  const wanted = Object.hasOwn(table, name) ? [name] : Object.keys(table);
  return wanted.flatMap((one) => table[one]?.(around, remote) ?? []);
}
