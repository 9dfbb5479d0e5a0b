// SPDX-License-Identifier: Apache-2.0
// Processes that read TypeScript, in a small clone of its own with the real compiler.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { fromSources, root } from "../../tools/shared/places";

let clone: string;
const kept = () => readdirSync(join(clone, "node_modules", ".cache", "from-sources"), { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, "node_modules", "@swc", "core", "package.json"), "utf8")) as {
  version: string;
};

/** Of the compiler, only its version is left. */
function withoutCompiler(last = version): void {
  rmSync(join(clone, "node_modules", "@swc"));
  write("node_modules/@swc/core/package.json", JSON.stringify({ version: last, main: "gone.js" }));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(clone, file)), { recursive: true });
  writeFileSync(join(clone, file), text);
}

function run(program = "tools/program.ts"): string {
  const args = ["--require", join(clone, "components", "from-sources.js"), join(clone, program)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return stdout + stderr;
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "from-sources-"));
  write("components/greeting.ts", "export class Greeting { constructor(readonly text: string) {} }");
  write(
    "tools/program.ts",
    'import { Greeting } from "../components/greeting";\nconsole.log(new Greeting("hello").text);',
  );
  copyFileSync(fromSources, join(clone, "components", "from-sources.js"));
  mkdirSync(join(clone, "node_modules"));
  symlinkSync(join(root, "node_modules", "@swc"), join(clone, "node_modules", "@swc"));
});
afterEach(() => rmSync(clone, { recursive: true }));

test("a program and what it imports are compiled once", () => {
  expect(run()).toBe("hello\n");
  withoutCompiler();
  expect(run()).toBe("hello\n");
});

test("a source that has changed takes the place of what it was", () => {
  run();
  const before = kept();
  write("tools/program.ts", 'console.log("changed" as string);');
  expect(run()).toBe("changed\n");
  expect(kept()).toEqual(before);
});

test("a source is compiled again where how that is done has changed", () => {
  run();
  writeFileSync(join(clone, "components", "from-sources.js"), 'options.jsc.target = "es2021";\n', { flag: "a" });
  withoutCompiler();
  expect(run()).toContain("Cannot find module");
});

test("a source is compiled again by another compiler", () => {
  run();
  withoutCompiler(`${version}-next`);
  expect(run()).toContain("Cannot find module");
});

test("a trace names the line of the source, also of what is kept", () => {
  write("tools/program.ts", 'interface Lost {\n  line: string;\n}\nthrow new Error("here");');
  for (const _ of ["compiled", "kept"]) expect(run()).toMatch(/\n {4}at .*[\\/]tools[\\/]program\.ts:4:7\)\r?\n/);
});

test("what cannot be kept, or lies outside of the clone, is compiled each time", () => {
  write("node_modules/.cache", "no folder");
  expect(run()).toBe("hello\n");
  const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
  writeFileSync(join(elsewhere, "program.ts"), 'console.log("elsewhere" as string);');
  rmSync(join(clone, "node_modules", ".cache"));
  run();
  const before = kept();
  expect(run(join("..", elsewhere.slice(tmpdir().length), "program.ts"))).toBe("elsewhere\n");
  expect(kept()).toEqual(before);
  rmSync(elsewhere, { recursive: true });
});
