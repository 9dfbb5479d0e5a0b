// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

/** What npm and jest put into the environment for ends of their own. */
const others = /^(npm_(?!config_)|JEST_)|^(INIT_CWD|NODE_ENV|NODE_OPTIONS)$/;

/**
 * The environment of somebody at a shell, for programs that a test starts: with what npm and the test runner have put into
 * ours, a program may work here and nowhere else.
 */
export function environmentOfAPerson(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !others.test(name));
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(own), PATH: folders.join(delimiter) };
}
