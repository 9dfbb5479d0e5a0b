// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { root } from "../tools/shared/places";

/** What somebody gets who clones the sources as they are now. */
export function filesOfClone(): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  return listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)));
}

/** Puts them into a folder, with this clone's packages. */
export function copyClone(directory: string): void {
  for (const file of filesOfClone()) cpSync(join(root, file), join(directory, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
}
