// SPDX-License-Identifier: Apache-2.0
// `npm run build`, which `npm pack` runs first: fills dist/ with all that the package runs.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import execa from "execa";

import { ownText } from "../cloud-init/guest-script";
import { command } from "./shared/command";
import { root } from "./shared/places";

const dist = join(root, "dist");
/** Read at run time by the code beside them. */
const scripts = /\.(sh|py|mjs)$/;

command(async () => {
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  await execa(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
  for (const folder of ["cloud-init", "components"]) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!scripts.test(file)) continue;
      const target = join(dist, folder, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, ownText(join(root, folder, file)));
    }
  }
});
