// SPDX-License-Identifier: Apache-2.0
// What `plugins/compiled.js` keeps, in a small clone of its own with the real compiler.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { root } from "../../tools/shared/places";

const clone = mkdtempSync(join(tmpdir(), "compiled-"));
const plugin = join(clone, "plugins", "local");
const old = new Date(Date.now() - 3 * 86_400_000);

function write(file: string, text: string): void {
  mkdirSync(dirname(join(clone, file)), { recursive: true });
  writeFileSync(join(clone, file), text);
}

/** The compiler with a version of our own. */
function compilerOf(version: string): void {
  const real = createRequire(__filename).resolve("esbuild");
  const folder = "plugins/local/node_modules/esbuild";
  write(`${folder}/package.json`, JSON.stringify({ version, main: "index.js" }));
  write(`${folder}/index.js`, `module.exports = require(${JSON.stringify(real)});`);
}

/** As a start of the plugin does; answers with the folder of what it runs, and what that knows of the clone. */
function start(): { folder: string; sources: string } {
  const compiled = JSON.stringify(join(clone, "plugins", "compiled.js"));
  const load = `require(${compiled}).compiled(${JSON.stringify(plugin)})("components/place")`;
  const answer = execFileSync(process.execPath, ["-e", `console.log(JSON.stringify(${load}))`], { encoding: "utf8" });
  return JSON.parse(answer) as ReturnType<typeof start>;
}

const writeSource = (kind: "unknown" | "Unknown") => {
  write("components/place.ts", `export const [folder, sources]: ${kind}[] = [__dirname, sourcesOfPlugin];`);
  utimesSync(join(clone, "components/place.ts"), old, old);
};

beforeEach(() => {
  write("plugins/compiled.js", readFileSync(join(root, "plugins", "compiled.js"), "utf8"));
  writeSource("unknown");
  write("components/guest/run.sh", "echo 1");
  write("cloud-init/spec.ts", "export {};");
  compilerOf("1.0.0");
});
afterEach(() => rmSync(clone, { recursive: true }));

test("the same sources are compiled once, whatever a copy of them makes of their times", () => {
  const { folder } = start();
  expect(readFileSync(join(folder, "guest", "run.sh"), "utf8")).toBe("echo 1");
  for (const file of ["place.ts", "guest/run.sh"]) utimesSync(join(clone, "components", file), new Date(), new Date());
  expect(start().folder).toBe(folder);
});

test.each([
  ["a source, of the same size and time", () => writeSource("Unknown")],
  ["a script of the guest's", () => write("components/guest/run.sh", "echo 2")],
  ["how it is compiled", () => writeFileSync(join(clone, "plugins", "compiled.js"), "\n", { flag: "a" })],
  ["the compiler", () => compilerOf("1.0.1")],
])("%s changes: it is compiled anew", (_what, change) => {
  const { folder } = start();
  change();
  expect(start().folder).not.toBe(folder);
});

test("it knows where the sources are, whose paths do not change with what they say", () => {
  expect(start().sources).toBe(clone);
});

test("what was compiled of older sources goes when nobody has started it for two days", () => {
  const compiledOf = (script: string) => {
    write("components/guest/run.sh", script);
    return dirname(start().folder);
  };
  const [unused, used] = [compiledOf("echo 1"), compiledOf("echo 2")];
  for (const folder of [unused, used]) utimesSync(folder, old, old);
  expect(compiledOf("echo 2")).toBe(used);
  const newest = compiledOf("echo 3");
  expect([unused, used, newest].map((folder) => existsSync(folder))).toEqual([false, true, true]);
});
