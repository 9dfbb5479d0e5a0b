// SPDX-License-Identifier: Apache-2.0
// A project of Docker Compose on a host that another stack has.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stack = new pulumi.StackReference(config.require("host"));
const text = (name: string) => stack.requireOutput(name) as pulumi.Output<string>;
const port = stack.requireOutput("port") as pulumi.Output<number>;

const connection = pulumi
  .all([text("address"), port, text("user"), text("privateKey"), text("knownHosts")])
  .apply(([host, number, user, privateKey, line]) => {
    // What stands behind the host's name, where the host's key is known.
    const hostKey = line.slice(line.indexOf(" ") + 1) || undefined;
    return { host, port: number, user, privateKey, hostKey };
  });

const project = `docker compose --project-name ${pulumi.getProject()}-${pulumi.getStack()}`;
// Compose itself makes of what runs what the file says, so that a change is an update. So is another machine, which has none of it:
// a replacement would end with `down`, and that would find what has just been made, where the address is the same.
const up = text("machineId").apply(
  (id) => `${project} --file - up --wait --wait-timeout 300 --remove-orphans # on ${id}`,
);
const composed = new remote.Command("compose", {
  connection,
  create: up,
  update: up,
  // Volumes stay. Compose knows by its labels what is the project's.
  delete: `${project} down --remove-orphans`,
  stdin: readFileSync(join(__dirname, config.require("file")), "utf8"),
  addPreviousOutputInEnv: false,
});

/** What Compose did, known once it has done it. */
export const said = composed.stderr;
