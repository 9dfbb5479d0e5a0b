// SPDX-License-Identifier: Apache-2.0

const notRetained = ", until its stack is destroyed";
/** What the command of an image is called where it makes it, and where it removes it again. */
export const making = (name: string, isRetained: boolean) => `docker image ${name}${isRetained ? "" : notRetained}`;
export const removing = (name: string) => `removal of docker image ${name}`;
export const isKept = (words: string) => !words.endsWith(notRetained);
export const isRemoving = (words: string) => words.startsWith(removing(""));

/** The folder below the state's one in which stays what removes an image that is not retained. */
export const removers = "images";

/**
 * As ../loader.ts, for a command that is run once more when its resource is deleted: without the program, and maybe on another
 * computer. There, the package that the project has does it.
 */
export const imageLoader = `const { existsSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const order = readFileSync(0, "utf8");
const id = require("node:crypto").createHash("sha256").update(order).digest("hex");
const state = process.env.XDG_STATE_HOME || join(require("node:os").homedir(), ".local", "state");
const folder = ["checks", "${removers}"].map((name) => join(state, "pulumi-docker-host", name, id)).find(existsSync);
const find = require("node:module").createRequire(join(process.cwd(), "program.js"));
const ofProject = () => require(join(dirname(find.resolve("pulumi-docker-host/package.json")), "dist", "components", "bake", "bake-program"));
try {
  (folder ? require(join(folder, "program.cjs")) : ofProject()).run(order, folder, process.argv[1]);
} catch (error) {
  console.error("the image was not started by its program, and the project has no pulumi-docker-host: " + error.message.split("\\n")[0] + "; the engine and the program need the same HOME and XDG_STATE_HOME");
  process.exitCode = 1;
}`;
