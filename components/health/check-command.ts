// SPDX-License-Identifier: Apache-2.0
import type { Limits } from "./probes";

/**
 * The inputs of the local command that checks a host, except its stdin, which holds the order.
 *
 * Its interpreter is a few lines of JavaScript, because no path of this computer may stand in the state: the next
 * update may run on another one. They run the program that {@link launch} has written for exactly this stdin.
 */
export function checkCommand(host: string): CheckCommand {
  return {
    interpreter: ["node", "-e", loader],
    // Never run, only shown: the engine quotes it where the command fails.
    create: `health check of docker host ${host}`,
    addPreviousOutputInEnv: false,
    // launch() shows the progress: what the provider shows would be repeated in each error.
    logging: "none",
  };
}

/** Seconds after which the provider would end the check, which ends by itself long before. */
export function commandTimeout({ total }: Pick<Limits, "total">): number {
  return total + 60;
}

interface CheckCommand {
  interpreter: string[];
  create: string;
  addPreviousOutputInEnv: boolean;
  logging: "none";
}

const loader = `const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const order = readFileSync(0, "utf8");
const id = require("node:crypto").createHash("sha256").update(order).digest("hex");
const state = process.env.XDG_STATE_HOME || join(require("node:os").homedir(), ".local", "state");
const folder = join(state, "pulumi-docker-host", "checks", id);
if (existsSync(folder)) require(join(folder, "program.cjs")).run(order, folder);
else {
  console.error("the check was not started by its program: " + folder + " does not exist; the engine and the program need the same HOME and XDG_STATE_HOME");
  process.exitCode = 1;
}`;
