// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Report, run } from "../shared/subprocess";
import { modules } from "./engines";

/** What main.go prints of one engine. */
export interface Engine {
  version: string;
  keys: Record<string, string>;
  flags: Record<string, string>;
  logOptions: Record<string, string[]>;
}

/** The sources of each engine are deleted again: together they are some gigabytes. */
export async function readEngines(report: Report): Promise<Engine[]> {
  const folder = mkdtempSync(join(tmpdir(), "daemon-keys-"));
  const engines: Engine[] = [];
  try {
    for (const [version, module] of modules) {
      report(`reading Docker ${version}`);
      const cache = join(folder, "modules");
      engines.push(await readEngine(version, module, { GOMODCACHE: cache, GOFLAGS: "-modcacherw" }));
      rmSync(cache, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return engines;
}

/** Go gets the sources, unless it has them. */
export async function readEngine(version: string, module: string, env: NodeJS.ProcessEnv = {}): Promise<Engine> {
  const { Dir } = JSON.parse(await run("go", ["mod", "download", "-json", module], () => {}, env)) as { Dir: string };
  const printed = await run("go", ["run", "-C", __dirname, ".", Dir], () => {}, env);
  return { version, ...(JSON.parse(printed) as Omit<Engine, "version">) };
}
