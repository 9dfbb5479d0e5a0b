// SPDX-License-Identifier: Apache-2.0
// `npm run api`: makes docs/api, a page for each entry point and what it has, from the types. It is not committed: a release
// brings it, and a test holds that it can be made without a warning.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import execa from "execa";

import { command } from "./shared/command";
import { root } from "./shared/places";

/** The sources of the entry points that package.json names. */
export function entryPoints(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string | { types: string }>;
  };
  return Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : [target.types.replace("./dist/", "").replace(/\.d\.ts$/, ".ts")],
  );
}

/** What typedoc is told. Types are checked elsewhere, and what classes inherit is Pulumi's. */
export function options(): string[] {
  return [
    ...["--tsconfig", "tsconfig.build.json", "--skipErrorChecking", "--treatWarningsAsErrors"],
    ...["--excludeExternals", "--excludePrivate", "--excludeInternal", "--disableSources"],
    ...["--readme", "none", "--name", "pulumi-docker-host", "--includeVersion"],
    ...entryPoints().flatMap((entry) => ["--entryPoints", entry]),
  ];
}

/** Fills a folder, or only looks where none is named. */
export async function api(folder?: string): Promise<string> {
  const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
  const out = folder === undefined ? ["--emit", "none"] : ["--out", folder];
  const { all = "" } = await execa(process.execPath, [typedoc, ...options(), ...out], { cwd: root, all: true });
  return all;
}

if (require.main === module) command(async () => console.log(await api(join(root, "docs", "api"))));
