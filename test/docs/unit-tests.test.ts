// SPDX-License-Identifier: Apache-2.0
// The tests that stand in docs/unit-tests.md are run here as they are, but that the package's name leads to the sources.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

const root = join(__dirname, "..", "..");
const page = readFileSync(join(root, "docs", "unit-tests.md"), "utf8");
const snippets = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text = ""]) => text);

function load(name: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as the snippets do once they are compiled
  return require(name.replace(/^pulumi-docker-host\//, join(root, "components/"))) as unknown;
}

test("the page has tests", () => {
  expect(snippets).toHaveLength(2);
});

describe.each(snippets)("snippet", (text) => {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is this repository's own text
  (new Function("require", "exports", outputText) as (load: unknown, exports: object) => void)(load, {});
});
