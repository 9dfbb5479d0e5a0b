// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import execa from "execa";

import { ownText } from "../../cloud-init/guest-script";
import { root } from "./places";

/** Read at run time by the code beside them. */
const scripts = /\.(sh|py|mjs)$/;

/** Compiles by a tsconfig.json, and puts beside the result what it reads at run time. */
export async function compile(project: string, dist: string, ...more: string[]): Promise<void> {
  const tsc = join(root, "node_modules", "typescript-7", "bin", "tsc");
  await execa(process.execPath, [tsc, "-p", project, "--outDir", dist, ...more], { cwd: root, stdio: "inherit" });
  for (const folder of ["cloud-init", "components"]) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!scripts.test(file)) continue;
      const target = join(dist, folder, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, ownText(join(root, folder, file)));
    }
  }
}
