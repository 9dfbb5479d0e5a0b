// SPDX-License-Identifier: Apache-2.0
// Where the host of YAML programs comes from, with a Go that only says what it was asked for.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

jest.mock("../../../tools/shared/places", () => {
  const root = mkdtempSync(join(tmpdir(), "yaml-host-"));
  return { root, standIns: root, local: root, cache: join(root, "cache") };
});

import { ensureYamlHost } from "../../../tools/setup/yaml-host";
import { root as folder } from "../../../tools/shared/places";

const path = process.env.PATH;
const bin = join(folder, "bin");
const cli = join(folder, "cli", "pulumi");
const asked = join(folder, "asked");

/** A program in a folder of PATH or in the CLI's. */
function program(name: string, text = ""): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Says like Go what it is at, and leaves the module's file and, as the program, its own arguments. */
const building = `
[ "$1" = build ] || exit 0
cat "$3/go.mod" >"${asked}"
echo github.com/pulumi/pulumi-yaml/pkg/server >&2
while [ "$1" != -o ]; do shift; done
echo "$3" >"$2"
`;

beforeEach(() => {
  program("cli/pulumi");
  process.env.PATH = [bin, path].join(delimiter);
});
afterEach(() => (process.env.PATH = path));
afterAll(() => rmSync(folder, { recursive: true }));

test("it is built once, with what the CLI is made of, and says what it is at", async () => {
  program("bin/go", building);
  const said: string[] = [];
  const first = await ensureYamlHost(cli, (line) => said.push(line));
  const built = readFileSync(join(first.pathEntry, "pulumi-language-yaml"), "utf8");
  expect(built).toBe("github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml\n");
  expect(first.origin).toMatch(/^1\.\d+\.\d+ \(build\)$/);
  expect(said).toEqual([
    "building the language host of YAML programs from its Go module, half a minute where the CLI was built: package 1",
  ]);
  const [, version] = /^require github\.com\/pulumi\/pulumi-yaml v(\S+)$/m.exec(readFileSync(asked, "utf8")) ?? [];
  expect(first.origin).toBe(`${version} (build)`);
  expect(readFileSync(asked, "utf8")).toContain("github.com/pulumi/pulumi/pkg/v3 v3.");
  program("bin/go", "exit 1");
  expect(await ensureYamlHost(cli, () => {})).toEqual(first);
});

test("a CLI that has one beside it brings it", async () => {
  program("cli/pulumi-language-yaml");
  program("bin/go", "exit 1");
  expect(await ensureYamlHost(cli, () => {})).toEqual({ pathEntry: join(folder, "cli"), origin: "of the CLI" });
});
