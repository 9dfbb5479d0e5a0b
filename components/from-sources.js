// SPDX-License-Identifier: Apache-2.0
// Has Node read TypeScript, in a process that requires this first: what the package's own processes need where it runs from its
// sources. Types are taken out, and not looked at. The JavaScript is kept in node_modules, since a run of the tests starts hundreds
// of processes of the same sources, and each would else take longer to read them than for its work.
"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { setSourceMapsSupport } = require("node:module");
const { basename, dirname, join, relative, sep } = require("node:path");

const root = dirname(__dirname);
const { version } = require("@swc/core/package.json");
const options = {
  jsc: { target: "es2022", parser: { syntax: "typescript" } },
  module: { type: "commonjs" },
  // Traces name lines of the source.
  sourceMaps: "inline",
};

// Only newer Nodes can be told to leave out those of all packages, which takes them as long as all of our own files.
if (setSourceMapsSupport) setSourceMapsSupport(true, { nodeModules: false });
else process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (module, file) => module._compile(javascript(file), file);

function javascript(file) {
  const source = readFileSync(file, "utf8");
  const path = relative(root, file);
  if (path.split(sep)[0] === "..") return compiled(source, file);
  // By the path, so that what came of an older text makes room for the new one.
  const kept = join(root, "node_modules", ".cache", "from-sources", `${path}.js`);
  const mark = `\n// ${createHash("sha256").update(JSON.stringify({ version, options })).update(source).digest("hex")}\n`;
  const last = read(kept);
  if (last?.endsWith(mark)) return last;
  const text = compiled(source, file) + mark;
  keep(kept, text);
  return text;
}

function compiled(source, file) {
  // The name without its folder: copies of a clone share what is kept.
  return require("@swc/core").transformSync(source, { ...options, filename: file, sourceFileName: basename(file) })
    .code;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** As a whole, as other processes read it at the same time. In a clone that is read-only, each process compiles for itself. */
function keep(file, text) {
  const scratch = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(scratch, text);
    renameSync(scratch, file);
  } catch {
    // the next process tries again
  }
}
