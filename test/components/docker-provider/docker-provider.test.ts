// SPDX-License-Identifier: Apache-2.0
// What a program registers. That it works, provider.test.ts shows on the engine.
import { existsSync } from "node:fs";
import { join } from "node:path";

import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import { dockerProvider } from "../../../components/docker-provider";
import { LocalDockerHost } from "../../../components/local/docker-host";
import * as aws from "../aws/host-under-test";
import { base, directory, healthy, hostKey, loginKey } from "../local/host-under-test";
import { RecordedProgram, unknown } from "../recorded-program";

const nothing = {
  parent: undefined,
  deletedWith: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  deleteBeforeReplace: false,
  customTimeouts: {},
  additionalSecretOutputs: [],
};
const known = { image: "nginx" };

beforeEach(() => jest.replaceProperty(process, "env", { ...process.env, XDG_STATE_HOME: directory }));
afterEach(() => jest.restoreAllMocks());

/** A host with a container, in the order in which a program has them. */
async function programWith(host: () => pulumi.ComponentResource & { connection: never }, preview = false) {
  void host;
  return RecordedProgram.start(healthy, { preview });
}
