// SPDX-License-Identifier: Apache-2.0
// `npm run daemon-keys`: writes what each engine takes from daemon.json, read from the engines' sources, into cloud-init/.
// It needs Go, and downloads each engine's sources, which takes some minutes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { type Engine, readEngines } from "./daemon-keys/read";
import { daemonFlags, daemonKeys, logOptions } from "./daemon-keys/tables";
import { command } from "./shared/command";
import { root } from "./shared/places";

const head = `// SPDX-License-Identifier: Apache-2.0
// \`npm run daemon-keys\` writes this file from the sources of the engines.
`;

/** The files with the tables. */
export function written(engines: Engine[]): Record<string, string> {
  const [first, newest] = [engines[0]?.version, engines.at(-1)?.version];
  return {
    "cloud-init/daemon-keys.ts": `${head}import type { DaemonKey } from "./daemon-key";

/** The first and the last engine that was looked at. */
export const engines = ${JSON.stringify({ first, newest })};

/** Each key that an engine takes from daemon.json and heeds. */
export const daemonKeys: Record<string, DaemonKey> = ${lines(daemonKeys(engines))};

/** Names that dockerd takes in daemon.json, as they are flags of it, and ignores: each with the key of the same setting. */
export const daemonFlags: Record<string, string> = ${lines(daemonFlags(engines))};
`,
    "cloud-init/log-options.ts": `${head}import type { Lifetime } from "./daemon-key";

/** The options that each log driver takes. */
export const logOptions: Record<string, Record<string, Lifetime>> = {
  ${Object.entries(logOptions(engines))
    .map(([driver, options]) => `${JSON.stringify(driver)}: ${lines(options)}`)
    .join(",\n")}
};
`,
  };
}

/** An object with a line for each member. */
function lines(members: object): string {
  const each = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${each.join(",\n")}\n}`;
}

async function main(): Promise<void> {
  const files = written(await readEngines((line) => console.log(line)));
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file);
    const config = await resolveConfig(path, { editorconfig: true });
    writeFileSync(path, await format(text, { ...config, filepath: path }));
  }
}

if (require.main === module) command(main);
