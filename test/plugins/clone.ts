// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { root } from "../../tools/shared/places";
import { copyClone } from "../clone-copy";

/** A clone in which each plugin has its own packages and nothing else does. */
export function cloneOfPlugins(): string {
  const clone = mkdtempSync(join(tmpdir(), "plugins-"));
  copyClone(clone);
  rmSync(join(clone, "node_modules"));
  for (const folder of ["local", "aws", "gcp"]) install(join(clone, "plugins", folder));
  return clone;
}

/** What npm would install in a plugin's folder, out of this clone's packages. */
function install(folder: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
}
