// SPDX-License-Identifier: Apache-2.0
// `npm run release -- v0.2.0 notes.md`: looks whether a tag may be released, and writes what it brings. Publishes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { releaseNotes } from "./release/notes";
import { command } from "./shared/command";
import { root } from "./shared/places";

command(() => {
  const [tag, file, ...more] = process.argv.slice(2);
  if (tag === undefined || file === undefined || more.length > 0)
    throw new Error("usage: npm run release -- <tag> <file for the notes>, for example v0.2.0 notes.md");
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const { version } = JSON.parse(read("package.json")) as { version: string };
  writeFileSync(file, releaseNotes(tag, version, read("CHANGELOG.md")));
  return Promise.resolve();
});
