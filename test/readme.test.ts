// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { utils } from "ssh2";

import { blocks, links, pictures } from "./docs/markdown";

const root = dirname(__dirname);
const compiler = join(root, "node_modules", "typescript-7", "bin", "tsc");
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" });
const pages = listed.split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), "utf8");

const snippets = (language: string) => pages.flatMap((page) => blocks(read(page), language));

test("every TypeScript snippet compiles against this package", () => {
  mkdirSync(join(root, "coverage"), { recursive: true });
  // Below the package, whose name they import.
  const folder = mkdtempSync(join(root, "coverage", "snippets-"));
  try {
    // As modules, in which `await` may stand at the top.
    const texts = snippets("ts");
    expect(texts.length).toBeGreaterThan(0);
    texts.forEach((text, i) => writeFileSync(join(folder, `snippet-${i}.mts`), text));
    const compilerOptions = { rootDir: root, noEmit: true, noUnusedLocals: false, declaration: false };
    const config = { extends: "../../tsconfig.json", compilerOptions, include: ["*.mts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test("every public key in a snippet is one", () => {
  const keys = snippets("ts").flatMap((text) => text.match(/ssh-ed25519 [^"]+/g) ?? []);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(utils.parseKey(key)).not.toBeInstanceOf(Error);
});

test("every picture that a page shows is there, and small", () => {
  const shown = pages.flatMap((page) => pictures(read(page)).map((file) => join(root, dirname(page), file)));
  expect(shown.length).toBeGreaterThan(0);
  for (const file of shown) expect(statSync(file).size).toBeLessThan(200_000);
});

test("every file that a page links to is there", () => {
  const dead = pages.flatMap((page) =>
    links(read(page))
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test.each([
  ["new AwsDockerHost(", "aws:region"],
  ["new GcpDockerHost(", "gcp:project"],
])("every page with a program that has `%s` says how to set %s", (program, setting) => {
  // Under mocks nothing is made, nowhere.
  const makes = (text: string) => text.includes(program) && !/mocks/i.test(text);
  const made = pages.filter((page) => blocks(read(page), "ts").some(makes));
  expect(made.length).toBeGreaterThan(1);
  expect(made.filter((page) => !read(page).includes(`pulumi config set ${setting}`))).toEqual([]);
});

test("every npm command that a page names is a script", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const page of pages)
    for (const [, run, name = run] of read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|stop|test)\b)/g))
      expect(Object.keys(scripts)).toContain(name);
});
