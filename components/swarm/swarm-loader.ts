// SPDX-License-Identifier: Apache-2.0

/** What the command of a swarm is called where it makes it, and where its members leave it. */
export const making = (name: string) => `docker swarm ${name}`;
export const leaving = (name: string) => `end of docker swarm ${name}`;
export const isLeaving = (words: string) => words.startsWith(leaving(""));

/** The folder below the state's one in which stays what lets members leave, by the order's `urn`. */
export const leavers = "swarms";

/**
 * As ../loader.ts, for a command that is run once more when its resource is deleted: without the program, and maybe on another
 * computer. There, the package that the project has does it. A swarm whose members cannot be asked to leave ends with its machines.
 */
export const swarmLoader = `const { existsSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const order = readFileSync(0, "utf8");
const hash = (text) => require("node:crypto").createHash("sha256").update(text).digest("hex");
const state = process.env.XDG_STATE_HOME || join(require("node:os").homedir(), ".local", "state");
const words = process.argv[1];
const isLeaving = words.startsWith("${leaving("")}");
const { urn = "" } = JSON.parse(order);
const names = [["checks", hash(order)], ...(isLeaving ? [["${leavers}", hash(urn)]] : [])];
const folder = names.map((name) => join(state, "pulumi-docker-host", ...name)).find((name) => existsSync(join(name, "program.cjs")));
const find = require("node:module").createRequire(join(process.cwd(), "program.js"));
const ofProject = () => require(join(dirname(find.resolve("pulumi-docker-host/package.json")), "dist", "components", "swarm", "swarm-program"));
try {
  (folder ? require(join(folder, "program.cjs")) : ofProject()).run(order, folder, words);
} catch (error) {
  if (isLeaving) console.error("no member was asked to leave, as the project has no pulumi-docker-host; where the machines stay, run on each: docker swarm leave --force");
  else {
    console.error("the swarm was not started by its program, and the project has no pulumi-docker-host: " + error.message.split("\\n")[0] + "; the engine and the program need the same HOME and XDG_STATE_HOME");
    process.exitCode = 1;
  }
}`;
