// SPDX-License-Identifier: Apache-2.0
// The sources as JavaScript, for the plugins in this folder: Pulumi starts one for nearly each command, and would have all
// types checked each time. Plain JavaScript, as nothing is compiled yet when it runs. `npm install` in a plugin's folder
// calls it, and each start does, for sources that have changed since.
"use strict";
const { createHash } = require("node:crypto");
const { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } = require("node:fs");
const { renameSync, rmSync, statSync, utimesSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, dirname, join } = require("node:path");

const root = dirname(__dirname);
const sources = ["cloud-init", "components", "plugins"];
/** Read at run time by the code beside them. */
const guest = /\.(sh|py|mjs)$/;

/**
 * Loads a module of the sources for the plugin in a folder, by its path from the top of the clone.
 *
 * It lies in the plugin's node_modules: so it finds the plugin's packages, is gone with them, and is none of the files
 * that Pulumi's ts-node would check where a program's tsconfig.json allows JavaScript.
 */
exports.compiled = (plugin) => {
  const folder = compile(plugin);
  return (module) => require(join(folder, module));
};

function compile(plugin) {
  const files = sources.flatMap((folder) => filesOf(folder));
  // The compiler is one of the plugin's packages.
  const ofPlugin = createRequire(join(plugin, "index.js"));
  const digest = digestOf(files, ofPlugin("esbuild/package.json").version);
  const folder = join(plugin, "node_modules", ".cache", "pulumi-docker-host", digest);
  if (existsSync(folder)) {
    // Its time says when it was last used.
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(dirname(folder), { recursive: true });
  // Beside its place and then renamed, so that what is in place is whole, also where two plugins start at once.
  const scratch = mkdtempSync(`${folder}.`);
  try {
    ofPlugin("esbuild").buildSync({
      absWorkingDir: root,
      entryPoints: files.filter((file) => file.endsWith(".ts")),
      outdir: scratch,
      outbase: root,
      format: "cjs",
      platform: "node",
      target: "node22",
      // For what has to stay where it is when the sources change.
      define: { sourcesOfPlugin: JSON.stringify(root) },
      logLevel: "error",
    });
    for (const file of files.filter((one) => guest.test(one))) {
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      copyFileSync(join(root, file), join(scratch, file));
    }
    if (!existsSync(folder)) renameSync(scratch, folder);
  } catch (error) {
    // Another start was faster by a moment, which is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  removeOlder(folder);
  return folder;
}

/** Paths from the top of the clone. */
function filesOf(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesOf(path);
    return entry.name.endsWith(".ts") || guest.test(entry.name) ? [path] : [];
  });
}

/** Changes with whatever decides what comes out. Not with the files' times, which each copy of them has its own of. */
function digestOf(files, compiler) {
  const hash = createHash("sha256").update(JSON.stringify([root, compiler]));
  for (const file of [...files, "plugins/compiled.js"]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** What was compiled of sources of before, but for what a command that still runs may be at: it may take a day. */
function removeOlder(folder) {
  for (const name of readdirSync(dirname(folder)).filter((one) => one !== basename(folder))) {
    const old = join(dirname(folder), name);
    const { mtimeMs } = statSync(old, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > 2 * 86_400_000) rmSync(old, { recursive: true, force: true });
  }
}

if (require.main === module) compile(process.cwd());
