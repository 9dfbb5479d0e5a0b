// SPDX-License-Identifier: Apache-2.0
// A PATH of one scratch folder, so that a script under test finds the programs it is meant to find and no other: what
// it uses of the system is listed by its test, and what the test leaves out is missing.
import { execFileSync } from "node:child_process";
import { constants, copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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
    if (text !== null) writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  }
  return folder;
}

const found = new Map<string, string>();

/** Python tells itself where it is, because what PATH has may be a launcher that needs more of PATH. */
function systemTool(name: string): string {
  const ask = name === "python3" ? 'python3 -c "import sys; print(sys.executable)"' : `type -P ${name}`;
  const known = found.get(name) ?? execFileSync("bash", ["-c", ask], { encoding: "utf8" }).trim();
  found.set(name, known);
  return known;
}
