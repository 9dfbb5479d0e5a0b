// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudDefinition } from "../cloud/resource-type";
import { checkFields, string } from "../cloud/shape";
import { container } from "./container";
import { volume } from "./volume";

const sdk = join(__dirname, "..", "..", "..", "node_modules", "@pulumi", "docker", "package.json");

/** The part of the package `docker` that our tests use, in the version of the installed SDK. */
export const docker: CloudDefinition = {
  name: "docker",
  version: (JSON.parse(readFileSync(sdk, "utf8")) as { version: string }).version,
  resources: { "docker:index/container:Container": container, "docker:index/volume:Volume": volume },
  lookUps: {},
  // The SDK gives a list as the text of one. Where the host is one of ssh, nobody connects before something is asked.
  checkConfig: ({ version: _, ...config }) => checkFields({ host: string, sshOpts: string }, config),
};
