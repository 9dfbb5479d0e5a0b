// SPDX-License-Identifier: Apache-2.0
// A PATH of one scratch folder, so that a script under test finds the programs it is meant to find and no other: what
// it uses of the system is listed by its test, and what the test leaves out is missing.
import { execFileSync } from "node:child_process";
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";

/** Text of a shell script by the name of the command that it stands in for; `null` takes the command away. */
export type Commands = Record<string, string | null>;

/** Fills a new folder with the system's own `tools`, the stand-ins of `shims`, and over them `commands`. */
export function scratchPath(folder: string, tools: string[], shims: string, commands: Commands = {}): string {
  mkdirSync(folder, { recursive: true });
  for (const tool of tools) symlinkSync(systemTool(tool), join(folder, tool));
  // COPYFILE_EXCL: a copy over the link of a tool would go through it, into the system's own.
  for (const shim of readdirSync(shims)) copyFileSync(join(shims, shim), join(folder, shim), constants.COPYFILE_EXCL);
  for (const [name, text] of Object.entries(commands)) {
    rmSync(join(folder, name), { force: true });
    if (text !== null) writeFileSync(join(folder, name), `#!/bin/bash -p\n${text}\n`, { mode: 0o755 });
  }
  return folder;
}

const found = new Map<string, string>();

/** Python tells itself where it is, because what PATH has may be a launcher that needs more of PATH. */
function systemTool(name: string): string {
  const known = found.get(name) ?? (name === "python3" ? ownPython() : onPath(name));
  found.set(name, known);
  return known;
}

const ownPython = () =>
  execFileSync("python3", ["-IS", "-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

/** Where a program of this computer is. */
export function onPath(name: string): string {
  const folder = (process.env.PATH ?? "").split(delimiter).find((entry) => existsSync(join(entry, name)));
  if (folder === undefined) throw new Error(`${name} is not on PATH`);
  return join(folder, name);
}
