// SPDX-License-Identifier: Apache-2.0
// `node tools/run.mjs <command> [options]` runs tools/<command>.ts on a machine where nothing is installed yet but Node
// (20, or newer) and npm: plain JavaScript without dependencies, which installs those that the rest needs. Where that Node
// is older than what package.json asks for, which is what the SDK needs, the rest runs on the one that comes with them.
import { spawnSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const [command, ...options] = process.argv.slice(2);

install();
const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const isNewEnough = parseInt(process.versions.node) >= parseInt(engines.node.slice(">=".length));
const node = isNewEnough ? process.execPath : join(modules, ".bin", "node");
const child = spawn(node, ["--import", "tsx", join(root, "tools", `${command}.ts`), ...options], {
  cwd: root,
  stdio: "inherit",
});
// A terminal sends Ctrl-C to the child as well; a `kill` reaches only us. Either way the child decides when it is over.
// npm hands a `kill` to the shell that runs the script, which is us: the scripts in package.json begin with `exec`.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));

/** The stamp is written last, so that an interrupted installation is done again. */
function install() {
  const stamp = join(modules, ".installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("installing npm packages (about a minute)");
  // @pulumi/command's install script wants a `pulumi` that is not there yet; tools/setup/plugins.ts does its work.
  // What `npm pack --dry-run` does without is the tarball; the environment would tell this npm to do without packages.
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--no-dry-run"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, wanted);
}
