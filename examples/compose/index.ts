// SPDX-License-Identifier: Apache-2.0
// A project of Docker Compose on a host that another stack has.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stack = new pulumi.StackReference(config.require("host"));
const text = (name: string) => stack.requireOutput(name) as pulumi.Output<string>;

const project = `docker compose --project-name ${pulumi.getProject()}-${pulumi.getStack()}`;
// Compose itself makes of what runs what the file says, so that a change is an update.
const up = `${project} --file - up --detach --remove-orphans`;
const composed = new remote.Command("compose", {
  connection: {
    host: text("address"),
    port: stack.requireOutput("port") as pulumi.Output<number>,
    user: text("user"),
    privateKey: text("privateKey"),
    // What stands behind the host's name in a line of known_hosts.
    hostKey: text("knownHosts").apply((line) => line.slice(line.indexOf(" ") + 1)),
  },
  create: up,
  update: up,
  // Volumes stay. Compose knows by its labels what is the project's.
  delete: `${project} down --remove-orphans`,
  stdin: readFileSync(join(__dirname, config.require("file")), "utf8"),
  // Another machine has none of it.
  triggers: [text("machineId")],
  addPreviousOutputInEnv: false,
});

/** What Compose did, known once it has done it. */
export const said = composed.stderr;
