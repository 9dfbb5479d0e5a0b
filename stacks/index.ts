// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { targets } from "./targets";

/** One host on the target that the configuration names; the stack's outputs are the host's. */
function main() {
  const config = new pulumi.Config();
  const name = config.require("target");
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (!target) {
    throw new pulumi.RunError(
      `target ${JSON.stringify(name)} is not known; known are: ${Object.keys(targets).join(", ")}`,
    );
  }
  const host = target(config);
  const { address, port, user, dockerHost, knownHosts, privateKey, dockerVersion, health, imageName } = host;
  return { address, port, user, dockerHost, knownHosts, privateKey, dockerVersion, health, imageName };
}

export = main;
