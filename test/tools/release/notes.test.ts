// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../../tools/shared/places";
import { releaseNotes } from "../../../tools/release/notes";
import { filesOfClone } from "../../clone-copy";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };
const changelog = "# Changelog\n\n## 1.2.0\n\n- new\n\n## 1.1.0\n\n- old\n";

test("the notes of a release are its section of the changelog", () => {
  expect(releaseNotes("v1.2.0", "1.2.0", changelog)).toBe("- new\n");
});

test("another tag, another first section and an empty one are refused", () => {
  expect(() => releaseNotes("v1.3.0", "1.2.0", changelog)).toThrow(
    'tag "v1.3.0" is not of version 1.2.0, which package.json has; use v1.2.0, or set the version first',
  );
  expect(() => releaseNotes("v1.1.0", "1.1.0", changelog)).toThrow(
    'CHANGELOG.md begins with "1.2.0"; its first section must be 1.1.0',
  );
  expect(() => releaseNotes("v1.2.0", "1.2.0", "## 1.2.0\n\n## 1.1.0\n\n- old\n")).toThrow(
    "CHANGELOG.md says nothing of 1.2.0; say what users notice",
  );
});

test("this version could be released: the changelog has it, and so has the lock file", () => {
  expect(releaseNotes(`v${version}`, version, read("CHANGELOG.md"))).toContain("- ");
  const lock = JSON.parse(read("package-lock.json")) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  expect([lock.version, lock.packages[""]?.version]).toEqual([version, version]);
});

test("the pages name the file that `npm pack` makes of this version", () => {
  const named = filesOfClone()
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => read(file).match(/pulumi-docker-host-\d[\w.-]*\.tgz/g) ?? []);
  expect(new Set(named)).toEqual(new Set([`pulumi-docker-host-${version}.tgz`]));
});
