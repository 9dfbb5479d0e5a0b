// SPDX-License-Identifier: Apache-2.0
// `npm run build`, which `npm pack` runs first: fills dist/ with all that the package runs.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { command } from "./shared/command";
import { compile } from "./shared/dist";
import { root } from "./shared/places";

const dist = join(root, "dist");

command(async () => {
  rmSync(dist, { recursive: true, force: true });
  await compile("tsconfig.build.json", dist);
});
