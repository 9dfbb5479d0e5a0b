// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { engines } from "../../../cloud-init/daemon-keys";
import { modules } from "../../../tools/daemon-keys/engines";
import { moduleVersion } from "../../../tools/engine/build";
import { root, standIns } from "../../../tools/shared/places";
import { commandVersion } from "../../../tools/setup/plugins";
import { sdkVersion } from "../../../tools/setup/pulumi-cli";

test("the CLI and its engine are as new as the SDK, which is the one that package.json names", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  expect(sdkVersion()).toBe(devDependencies["@pulumi/pulumi"]);
  const [cliMajor, cliMinor] = moduleVersion().split(".").map(Number);
  const [sdkMajor, sdkMinor] = sdkVersion().split(".").map(Number);
  expect(cliMajor).toBe(sdkMajor);
  expect(cliMinor).toBeGreaterThanOrEqual(sdkMinor ?? NaN);
});

test("the stand-in says that it is the plugin of the installed @pulumi/command", () => {
  const service = readFileSync(join(standIns, "command-provider", "service.ts"), "utf8");
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

test("the newest engine that is built here is the last whose keys of daemon.json are known", () => {
  const recipe = readFileSync(join(root, "test", "lab", "newest-engine", "build.sh"), "utf8");
  const pinned = (name: string) => new RegExp(`^${name}=(\\S+)$`, "m").exec(recipe)?.[1];
  expect(modules.at(-1)).toEqual([pinned("release"), `github.com/moby/moby/v2@${pinned("daemon")}`]);
  // Where one of these changes, `npm run daemon-keys`.
  expect(engines).toEqual({ first: modules[0]?.[0], newest: pinned("release") });
});
