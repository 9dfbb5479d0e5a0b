// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { utils } from "ssh2";
import ts from "typescript";

const root = dirname(__dirname);
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" });
const pages = listed.split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** What stands between fences of this language. */
function snippets(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm");
  return pages.flatMap((file) => [...read(file).matchAll(fence)].map(([, text = ""]) => text));
}

test("every TypeScript snippet compiles against this package", () => {
  // As modules, in which `await` may stand at the top.
  const texts = new Map(snippets("ts").map((text, i) => [join(root, `snippet-${i}.mts`), text]));
  expect(texts.size).toBeGreaterThan(0);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  Object.assign(options, {
    noEmit: true,
    noUnusedLocals: false,
  });
  const host = ts.createCompilerHost(options);
  host.fileExists = (file) => texts.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => texts.get(file) ?? ts.sys.readFile(file);
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
}, 120_000);

test("every public key in a snippet is one", () => {
  const keys = snippets("ts").flatMap((text) => text.match(/ssh-ed25519 [^"]+/g) ?? []);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(utils.parseKey(key)).not.toBeInstanceOf(Error);
});

test("every file that a page links to is there", () => {
  for (const page of pages)
    for (const [, target = ""] of read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g))
      if (!/^https?:/.test(target))
        expect({ page, target, exists: existsSync(join(root, dirname(page), target)) }).toEqual({
          page,
          target,
          exists: true,
        });
});

test("every npm command that a page names is a script", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const page of pages)
    for (const [, run, name = run] of read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|stop|test)\b)/g))
      expect(Object.keys(scripts)).toContain(name);
});
