// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { requiredPackages } from "../../../../tools/stand-ins/language-host/packages";

const directory = mkdtempSync(join(tmpdir(), "packages-"));
afterAll(() => rmSync(directory, { recursive: true }));

function install(path: string, manifest: object): void {
  const folder = join(directory, "node_modules", path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}
const named = () =>
  requiredPackages(directory)
    .getPackagesList()
    .map((one) => `${one.getKind()} ${one.getName()} ${one.getVersion()} ${one.getServer()}`.trim());

test("a plugin of sources needs the plugins of all packages in its node_modules, at any depth; a program is not asked", () => {
  install("@pulumi/pulumi", { name: "@pulumi/pulumi", version: "3.270.0" });
  install("@pulumi/command", {
    name: "@pulumi/command",
    version: "1.2.1",
    pulumi: { resource: true, name: "command" },
  });
  install("yaml", { name: "yaml", version: "2.9.1" });
  install("yaml/node_modules/@pulumi/aws", { name: "@pulumi/aws", version: "v7.0.0", pulumi: { resource: true } });
  install("own", { name: "own", version: "1.0.0", pulumi: { resource: true, version: "2.0.0", server: "https://x" } });
  install(".cache/@pulumi/gcp", { name: "@pulumi/gcp", version: "9.0.0", pulumi: { resource: true } });
  expect(named()).toEqual([]);
  writeFileSync(join(directory, "PulumiPlugin.yaml"), "runtime: nodejs\n");
  expect(named().sort()).toEqual(["resource aws v7.0.0", "resource command v1.2.1", "resource own v2.0.0 https://x"]);
});
