// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../../tools/shared/places";
import { gce } from "./cloud";

test("the stand-in says that it is the plugin of the installed @pulumi/gcp", () => {
  const file = join(root, "node_modules", "@pulumi", "gcp", "package.json");
  expect(gce.version).toBe((JSON.parse(readFileSync(file, "utf8")) as { version: string }).version);
  expect(readlinkSync(join(__dirname, "pulumi-resource-gcp"))).toBe(
    "../../../tools/stand-ins/command-provider/pulumi-resource-command",
  );
});

test.each([
  [{ region: "moon" }, /region moon is none of/],
  [{ project: "My Project" }, /is no project id/],
])("a configuration is refused: %j", (config, reason) => {
  expect(gce.checkConfig(config)).toMatchObject([{ reason: expect.stringMatching(reason) as string }]);
});

test("a configuration without anything is accepted: resources may say it themselves", () => {
  expect(gce.checkConfig({})).toEqual([]);
});
