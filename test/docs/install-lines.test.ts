// SPDX-License-Identifier: Apache-2.0
// The install lines of the pages as they stand there, in an empty project beside the tarball. npm and pnpm decide on every
// package, which is where they may fail or never end; that nothing is downloaded then only saves the time.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import * as ts from "typescript";

import { root } from "../../tools/shared/places";
import { filesOfClone } from "../clone-copy";
import { pack } from "../package/packed";
import { environmentOfAPerson } from "../person";
import { blocks } from "./markdown";

jest.setTimeout(1_200_000);

const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};
const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = filesOfClone().filter((file) => file.endsWith(".md"));
const linesOf = (page: string) =>
  blocks(read(page), "sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => /^npm (init|install) /.test(line));
const withLines = pages.filter((page) => linesOf(page).some((line) => line.startsWith("npm install ")));

const resolveOnly = { npm_config_package_lock_only: "true", npm_config_prefer_offline: "true" };

/** Runs the lines in a folder with the tarball, and hands over what they have written there. */
function run(lines: string[], written: string, env: NodeJS.ProcessEnv = {}): string {
  const directory = mkdtempSync(join(tmpdir(), "install-lines-"));
  const { tarball } = pack();
  cpSync(tarball, join(directory, basename(tarball)));
  writeFileSync(join(directory, "package.json"), '{ "name": "user", "private": true }');
  for (const line of lines) {
    const install = () =>
      spawnSync("bash", ["-c", line], {
        cwd: directory,
        encoding: "utf8",
        env: { ...environmentOfAPerson(), ...env },
        timeout: 300_000,
      });
    const first = install();
    // A registry may fail once, and then a person tries again. A wrong line fails again.
    const { status, stdout, stderr } = first.status === 0 ? first : install();
    // A status of null is a line that was ended by the limit. Its output may be megabytes of one warning.
    if (status !== 0) throw new Error(`${line} ended with ${status}: ${`${stdout}${stderr}`.slice(-2000)}`);
  }
  const text = readFileSync(join(directory, written), "utf8");
  rmSync(directory, { recursive: true });
  return text;
}

test("there are such lines in README, for the package, and for the example", () => {
  expect(withLines).toEqual(expect.arrayContaining(["README.md", "docs/packages.md", "examples/platform/README.md"]));
});

test.each(withLines)(
  "npm installs what %s says: one Pulumi SDK, with a TypeScript and a command provider that it takes",
  (page) => {
    const { packages } = JSON.parse(run(linesOf(page), "package-lock.json", resolveOnly)) as {
      packages: Record<string, { version: string }>;
    };
    const found = (name: string) =>
      Object.entries(packages).flatMap(([path, { version }]) =>
        path.endsWith(`node_modules/${name}`) ? [version] : [],
      );
    expect(found("pulumi-docker-host")).toHaveLength(1);
    expect(found("@pulumi/pulumi")).toEqual([expect.stringMatching(/^3\./)]);
    expect(found("@pulumi/command")).toEqual([expect.stringMatching(/^1\./)]);
    // The one with which the types of this repository are checked.
    const major = /\d+/.exec(devDependencies.typescript ?? "")?.[0];
    for (const version of found("typescript")) expect(version.split(".")[0]).toBe(major);
  },
);

/** The packages that a page's lines name, with their versions. */
const wordsOf = (page: string) =>
  linesOf(page)
    .flatMap((line) => line.split(" ").slice(2))
    .filter((word) => !word.startsWith("-"));

test("pnpm installs what all of them name together", () => {
  const words = [...new Set(withLines.flatMap(wordsOf))];
  const add = `npx --yes pnpm@10 add --lockfile-only --ignore-scripts ${words.join(" ")}`;
  expect(run([add], "pnpm-lock.yaml")).toContain("@pulumi/command@1.");
});

const named = (page: string) =>
  wordsOf(page).map((word) => (word.endsWith(".tgz") ? "pulumi-docker-host" : word.replace(/(?<=.)@.*/, "")));
const importedBy = (program: string) =>
  ts
    .preProcessFile(program)
    .importedFiles.map(({ fileName }) => /^(@[^/]+\/)?[^/]+/.exec(fileName)?.[0] ?? fileName)
    .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));

test.each([
  ["README.md", ["README.md"]],
  ["docs/packages.md", pages.filter((page) => /^(README|docs\/.*)\.md$/.test(page))],
])("%s names what its programs import, as pnpm hands out nothing else", (page, withPrograms) => {
  const imported = withPrograms.flatMap((name) => blocks(read(name), "ts")).flatMap(importedBy);
  expect(imported).toContain("pulumi-docker-host");
  expect(imported.filter((name) => !named(page).includes(name))).toEqual([]);
});

test("so does the example", () => {
  const programs = filesOfClone().filter((file) => /^examples\/platform\/.*\.ts$/.test(file));
  const imported = programs.flatMap((file) => importedBy(read(file)));
  expect(imported).toContain("@pulumi/command");
  expect(imported.filter((name) => !named("examples/platform/README.md").includes(name))).toEqual([]);
});
