// SPDX-License-Identifier: Apache-2.0
import type { Limits } from "./probes";

/**
 * Those inputs of the local command that are the same for every host. What it is told comes on stdin.
 *
 * Its interpreter is a few lines of JavaScript, because no path of this computer may stand in the state: the next update
 * may run on another one. They run what {@link launch} has left for exactly this stdin.
 */
export function checkCommand(host: string): CheckCommand {
  return {
    interpreter: ["node", "-e", loader],
    // Not run, but shown: a failed command is quoted by the engine.
    create: `health check of docker host ${host}`,
    addPreviousOutputInEnv: false,
    // What it is at, launch() shows: what the provider shows would stand in each error as well.
    logging: "none",
  };
}

/** Seconds after which the provider ends the check, which by itself has ended long before. */
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
