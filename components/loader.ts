// SPDX-License-Identifier: Apache-2.0

/** The file in a command's folder to which it writes its progress, line by line. */
export const progressFile = "progress";

/**
 * What a local command of ours has for its interpreter, behind `node -e`: a few lines of JavaScript, because no path of this
 * computer may stand in the state: the next update may run on another one. They run the program that launch.ts has written for
 * exactly this stdin.
 */
export function loader(what: string): string {
  return `const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const order = readFileSync(0, "utf8");
const id = require("node:crypto").createHash("sha256").update(order).digest("hex");
const state = process.env.XDG_STATE_HOME || join(require("node:os").homedir(), ".local", "state");
const folder = join(state, "pulumi-docker-host", "checks", id);
if (existsSync(folder)) require(join(folder, "program.cjs")).run(order, folder);
else {
  console.error("the ${what} was not started by its program: " + folder + " does not exist; the engine and the program need the same HOME and XDG_STATE_HOME");
  process.exitCode = 1;
}`;
}
