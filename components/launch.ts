// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { hook } from "./hook";
import { progressFile } from "./loader";
import { isMocked } from "./mocks";
import { resolved } from "./resolved";
import { stateFolder } from "./state-folder";

/**
 * Hooks for a command that runs a program of this package; see loader.ts. Before it runs, they write its program to the folder
 * where the command looks for it; then they show its progress. Nothing secret is in that folder in plain text.
 *
 * @param program the module's path, without its ending
 * @param more puts there what else is to be in the folder, made of this order and of that of the last update, if there was one
 */
export function launch(
  name: string,
  program: string,
  more?: (folder: string, order: string, last: string | undefined) => void | Promise<void>,
): pulumi.ResourceHookBinding | undefined {
  if (isMocked()) return undefined;
  // What the engine gives to the command, which where changes of it are ignored is not what the program says.
  const before = async ({ urn, newInputs, oldInputs }: pulumi.ResourceHookArgs) => {
    const order = await stdinOf(newInputs);
    const folder = prepare(program, order);
    await more?.(folder, order, oldInputs && (await stdinOf(oldInputs)));
    follow(join(folder, progressFile), shownOf(urn));
  };
  const hooks = [hook(`${name}-launch`, before)];
  return { beforeCreate: hooks, beforeUpdate: hooks };
}

/** What a command is told. It is secret, and so an Output even here. */
export function stdinOf(inputs: Record<string, unknown> | undefined): Promise<string> {
  return resolved(pulumi.output(inputs?.stdin as string));
}

/** Makes the folder of a command. The command removes it when it ends. */
export function prepare(program: string, order: string): string {
  sweep(stateFolder("checks"));
  const folder = stateFolder("checks", createHash("sha256").update(order).digest("hex"));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Where this package runs from its sources, the program needs a loader for TypeScript.
  const reader = __filename.endsWith(".ts") ? `require(${JSON.stringify(join(__dirname, "from-sources.js"))});\n` : "";
  const exported = `${reader}module.exports = require(${JSON.stringify(program)});\n`;
  writeFileSync(join(folder, "program.cjs"), exported, { mode: 0o600 });
  rmSync(join(folder, progressFile), { force: true });
  return folder;
}

/** Removes folders that commands have left because they were killed. */
function sweep(checks: string): void {
  for (const name of existsSync(checks) ? readdirSync(checks) : []) {
    const folder = join(checks, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > longestRun) rmSync(folder, { recursive: true, force: true });
  }
}

/** Two days: the limit of a check is a day at most. */
const longestRun = 2 * 86_400_000;

/** Reads a file twice a second, and tells its last line when that has changed. */
function follow(file: string, tell: (line: string) => void): void {
  let shown: string | undefined;
  setInterval(() => {
    const line = lastLine(file);
    if (line && line !== shown) tell(line);
    shown = line ?? shown;
  }, 500).unref();
}

function lastLine(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").at(-1);
  } catch {
    return undefined; // not begun, or over
  }
}

/** Shows a line beside a resource that is still being made, until the next line. */
function shownOf(urn: string): (line: string) => void {
  // The log needs only the URN, and the resource itself knows that only when it is made.
  const resource = { urn: pulumi.output(urn) } as unknown as pulumi.Resource;
  return (line) => void pulumi.log.info(line, resource, undefined, true);
}
