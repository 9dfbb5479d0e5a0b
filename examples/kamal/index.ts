// SPDX-License-Identifier: Apache-2.0
// Kamal's configuration for hosts that other stacks have. Kamal is no part of the program: it deploys when a person says so.
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stacks = config.requireObject<string[]>("hosts").map((name) => new pulumi.StackReference(name));
const outputs = (name: string) => pulumi.all(stacks.map((stack) => stack.requireOutput(name)));

/** For `config/deploy.yml` of the application: YAML takes JSON as it is. */
export const deploy = pulumi
  .all([outputs("address"), outputs("user"), outputs("port")])
  .apply(([addresses, [user], [port]]) => ({
    service: config.require("service"),
    image: config.require("image"),
    servers: { web: addresses as string[] },
    registry: { username: config.require("registryUser"), password: ["KAMAL_REGISTRY_PASSWORD"] },
    // All of them have one login, as all are made from the same settings.
    ssh: { user: user as string, port: String(port), keys: [config.require("keyFile")], keys_only: true },
    builder: { arch: config.require("arch") },
  }));

/** Lines for ~/.ssh/known_hosts, so that the first connection already knows the hosts. */
export const knownHosts = outputs("knownHosts").apply((lines) => lines.join("\n"));
