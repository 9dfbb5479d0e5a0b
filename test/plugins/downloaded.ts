// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { standIns } from "../../tools/shared/places";

/** Puts the stand-in for a provider where the CLI puts what it has downloaded: what is on PATH is none of it. */
export function downloaded(name: string, version: string, home: string): void {
  const folder = join(home, "plugins", `resource-${name}-v${version}`);
  const file = join(folder, `pulumi-resource-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec "${join(standIns, `${name}-provider`, `pulumi-resource-${name}`)}" "$@"\n`);
  chmodSync(file, 0o755);
}
