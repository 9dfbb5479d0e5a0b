// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { hasLanguageHost } from "../../../tools/setup/plugins";

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
  expect(hasLanguageHost(join(ours, "pulumi"), programs("theirs", "pulumi"))).toBe(true);
});

test("one on PATH belongs to the CLI that is first there, in whatever folder", () => {
  const path = [programs("cli", "pulumi"), programs("hosts", host)];
  expect(hasLanguageHost(join(folder, "cli", "pulumi"), path.join(delimiter))).toBe(true);
});

test("one of an older CLI on PATH, which is not used, is none of the CLI that is", () => {
  const ours = programs("ours", "pulumi");
  const theirs = programs("theirs", "pulumi", host);
  expect(hasLanguageHost(join(ours, "pulumi"), theirs)).toBe(false);
  expect(hasLanguageHost(join(ours, "pulumi"), [theirs, ours].join(delimiter))).toBe(false);
});

test("the CLI may be a link on PATH to where both are", () => {
  programs("installed", "pulumi", host);
  const links = programs("links");
  symlinkSync(join(folder, "installed", "pulumi"), join(links, "pulumi"));
  expect(hasLanguageHost(join(links, "pulumi"), links)).toBe(true);
});

test("where none is anywhere, there is none", () => {
  const ours = programs("ours", "pulumi");
  expect(hasLanguageHost(join(ours, "pulumi"), ours)).toBe(false);
});
