// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { moduleVersion } from "../../tools/engine/build";
import { root } from "../../tools/places";
import { commandVersion } from "../../tools/plugins";
import { sdkVersion } from "../../tools/pulumi-cli";

test("SDK, CLI and engine module have one version", () => {
  const installed = JSON.parse(
    readFileSync(join(root, "node_modules", "@pulumi", "pulumi", "package.json"), "utf8"),
  ) as { version: string };
  expect([moduleVersion(), installed.version]).toEqual([sdkVersion(), sdkVersion()]);
});

test("the stand-in says that it is the plugin of the installed @pulumi/command", () => {
  const service = readFileSync(join(root, "test", "lab", "command-provider", "service.ts"), "utf8");
  expect(/const version = "(.+)"/.exec(service)?.[1]).toBe(commandVersion());
});

test("the stray release of @pulumi/command is refused with a way out", () => {
  const folder = mkdtempSync(join(tmpdir(), "stray-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "v4.5.0" }));
  expect(() => commandVersion(folder)).toThrow(
    /is v4\.5\.0, but this package needs 1\.x.*npm install "@pulumi\/command@\^1\.2\.1"/,
  );
  rmSync(folder, { recursive: true });
});
