// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { languageHost } from "../../../tools/setup/plugins";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "plugins-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Programs in a folder; gives the folder's path. */
function programs(name: string, ...files: string[]): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const file of files) {
    writeFileSync(join(path, file), "");
    chmodSync(join(path, file), 0o755);
  }
  return path;
}
const host = "pulumi-language-nodejs";

test("a language host beside the CLI is its own, also where PATH has another CLI", () => {
  const ours = programs("ours", "pulumi", host);
  expect(languageHost(join(ours, "pulumi"), "nodejs", programs("theirs", "pulumi"))).toBe(join(ours, host));
});

test("that of one language is none of another's", () => {
  const ours = programs("ours", "pulumi", host);
  expect(languageHost(join(ours, "pulumi"), "yaml", ours)).toBeUndefined();
});

test("one on PATH belongs to the CLI that is first there, in whatever folder", () => {
  const path = [programs("cli", "pulumi"), programs("hosts", host)];
  const found = languageHost(join(folder, "cli", "pulumi"), "nodejs", path.join(delimiter));
  expect(found).toBe(join(folder, "hosts", host));
});

test("one of an older CLI on PATH, which is not used, is none of the CLI that is", () => {
  const ours = programs("ours", "pulumi");
  const theirs = programs("theirs", "pulumi", host);
  expect(languageHost(join(ours, "pulumi"), "nodejs", theirs)).toBeUndefined();
  expect(languageHost(join(ours, "pulumi"), "nodejs", [theirs, ours].join(delimiter))).toBeUndefined();
});

test("the CLI may be a link on PATH to where both are", () => {
  const installed = programs("installed", "pulumi", host);
  const links = programs("links");
  symlinkSync(join(folder, "installed", "pulumi"), join(links, "pulumi"));
  expect(languageHost(join(links, "pulumi"), "nodejs", links)).toBe(join(installed, host));
});

test("where none is anywhere, there is none", () => {
  const ours = programs("ours", "pulumi");
  expect(languageHost(join(ours, "pulumi"), "nodejs", ours)).toBeUndefined();
});
