// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import { createHash } from "node:crypto";

import type * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import { report } from "../arguments/report";
import { machineOf } from "../machine-of";
import { isMocked } from "../mocks";
import type { Connection } from "../ssh/connection";
import { asSshReadsIt, keepFiles, keyFolder } from "./key-files";
import { runIsOver } from "./run-is-over";
import { type SshWay, sshWay, sshWayProblems } from "./ssh-way";

/** A host of ours, of any platform, or any other that SSH reaches. */
export interface ReachableHost {
  /** How to log in. Without `privateKey`, `ssh` asks the agent and its own configuration. */
  connection: pulumi.Input<command.types.input.remote.ConnectionArgs>;
  /** A program and its arguments that lead to its SSH. */
  proxyCommand?: pulumi.Input<string[]> | undefined;
  /** Where this is secret, the provider keeps the way to the host as a secret. */
  sshConfig?: pulumi.Input<string> | undefined;
}

/** Options for resources of `@pulumi/docker`, by which they are on a host, and end with its machine. */
export interface OnDockerHost {
  provider: docker.Provider;
  /** The machine of a host of ours: what is on it goes with it, and is made anew on another one. */
  deletedWith?: pulumi.Resource;
}

/**
 * A provider of `@pulumi/docker` for a host, as options for what is to be there: containers, images, networks, volumes. It is known
 * once the host has passed its check, so nothing starts before.
 *
 * ```ts
 * const onHost = dockerProvider("web", host);
 * const image = new docker.RemoteImage("nginx", { name: "nginx:1.29-alpine" }, onHost);
 * new docker.Container("nginx", { image: image.imageId, ports: [{ internal: 80, external: 80 }] }, onHost);
 * ```
 *
 * Another machine takes all of it anew; a new address alone changes the provider in place. The provider starts `ssh` for each of its
 * connections, which has to be on PATH. What that needs is written below `$XDG_STATE_HOME`, for the user alone, while the program
 * runs: the key, where `connection` has one, and the host's own key. In the state are paths. `destroy` needs neither for a host of
 * ours; `refresh`, and `destroy` of what is on any other host, need `--run-program`, or an agent.
 *
 * @param name of the provider
 */
export function dockerProvider(name: string, host: ReachableHost, opts?: pulumi.ResourceOptions): OnDockerHost {
  const folder = keyFolder(idOf(name));
  const way = pulumi
    .all([pulumi.output(host.connection), host.proxyCommand ?? []])
    .apply(([to, proxyCommand]) => prepared({ ...to, ...(proxyCommand.length > 0 && { proxyCommand }) }, folder));
  // No part of a key is in it. That the whole connection is a secret says nothing of the way; where that is one, `sshConfig` is.
  const shown = pulumi.all([pulumi.unsecret(way), pulumi.output(host.sshConfig).apply(() => "")]);
  const args = { host: shown.apply(([{ host: to }]) => to), sshOpts: shown.apply(([{ sshOpts }]) => sshOpts) };
  const machine = machineOf(host);
  return { provider: new docker.Provider(name, args, opts), ...(machine && { deletedWith: machine }) };
}

/** The way to a host, whose files are there from now on. @throws InputPropertiesError */
function prepared(connection: Connection, folder: string): Omit<SshWay, "files"> {
  report([...sshWayProblems(connection)], "the docker provider's arguments");
  const { files, ...way } = sshWay(connection, asSshReadsIt(folder));
  // Under mocks no provider starts, which would read them.
  if (!isMocked()) keepFiles(folder, files, runIsOver());
  return way;
}

/** Differs between stacks and hosts, and not between runs. */
function idOf(name: string): string {
  // Mocks need not have an organization.
  const organization = isMocked() ? "" : pulumi.getOrganization();
  const place = [organization, pulumi.getProject(), pulumi.getStack(), name];
  return createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, 16);
}
