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
import { loginProblems, type SshWay, sshWay, sshWayProblems, withAgent } from "./ssh-way";

/** A host of ours, of any platform, or any other that SSH reaches. */
export interface ReachableHost {
  /**
   * How to log in. Without `privateKey`, `ssh` asks the agent and its own configuration. The address and the user of the host and of its
   * bastion are shown, also where all of this is secret, unless `sshConfig` is.
   */
  connection: pulumi.Input<command.types.input.remote.ConnectionArgs>;
  /** A program and its arguments that lead to its SSH. Where it is secret, the provider keeps the way to the host as a secret. */
  proxyCommand?: pulumi.Input<string[]> | undefined;
  /** Where this is secret, the provider keeps the way to the host as a secret. */
  sshConfig?: pulumi.Input<string> | undefined;
}

/** Options of the provider, and how it logs in. */
export interface DockerProviderOptions extends pulumi.ResourceOptions {
  /**
   * Leaves out what `connection` has of keys and passwords, so that `ssh` asks an agent, and takes the host's key from
   * `~/.ssh/known_hosts` as well. A host of ours then needs an `sshKey` of yours. `refresh` needs no `--run-program`.
   *
   * @default false
   */
  withoutKey?: boolean | undefined;
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
 * Another machine takes all of it anew, if the CLI is new enough: 3.274.1 is, 3.256 is not, and keeps in the state what the new machine
 * has not; `pulumi refresh --run-program` finds that out. A new address alone changes the provider in place. The provider starts `ssh`
 * for each of its connections, which has to be on PATH. What that needs is written below `$XDG_STATE_HOME`, for the user alone, while
 * the program runs: the key, where `connection` has one, and the host's own key. In the state are paths. `destroy` needs neither for a
 * host of ours; `refresh`, and `destroy` of what is on any other host, need `--run-program`, or an agent.
 *
 * @param name of the provider
 */
export function dockerProvider(name: string, host: ReachableHost, opts: DockerProviderOptions = {}): OnDockerHost {
  const { withoutKey = false, ...options } = opts;
  const machine = machineOf(host);
  // Known before the machine is there, in contrast to the connection.
  const bastion = pulumi.output(machine?.proxy).apply((proxy) => {
    if (proxy && !withoutKey) report([...loginProblems(proxy, "proxy")], whose);
  });
  const way = pulumi
    .all([host.connection, host.proxyCommand ?? [], folderOf(name, options), bastion])
    .apply(([connection, proxyCommand, folder]) => {
      const to = withoutKey ? withAgent(connection) : connection;
      return prepared({ ...to, ...(proxyCommand.length > 0 && { proxyCommand }) }, folder);
    });
  // No part of a key is in it. That the whole connection is a secret says nothing of the way; where that is one, `sshConfig` is.
  const secrecy = pulumi.all([host.sshConfig, host.proxyCommand]).apply(() => "");
  const shown = pulumi.all([pulumi.unsecret(way), secrecy]).apply(([plain]) => plain);
  const args = { host: shown.apply(({ host: to }) => to), sshOpts: shown.apply(({ sshOpts }) => sshOpts) };
  const provider = new docker.Provider(name, args, options);
  return { provider, ...(machine && { deletedWith: machine.resource }) };
}

type Way = Omit<SshWay, "files">;

const whose = "the docker provider's arguments";

/** The way to a host, whose files are there from now on. @throws InputPropertiesError */
function prepared(connection: Connection, folder: string): Way {
  report([...sshWayProblems(connection)], whose);
  const { files, ...way } = sshWay(connection, asSshReadsIt(folder));
  // Under mocks no provider starts, which would read them.
  if (!isMocked()) keepFiles(folder, files, runIsOver());
  return way;
}

/**
 * The folder of a provider's files: another one for each provider and each stack, and the same in each run. Backends of your own that
 * have stacks of the same name are not told apart.
 */
function folderOf(name: string, { parent }: pulumi.ResourceOptions): Promise<string> {
  // Mocks need not have an organization.
  const organization = isMocked() ? "" : pulumi.getOrganization();
  const urn = pulumi.createUrn(name, "pulumi:providers:docker", parent);
  // As an Output it would have the provider wait for its parent, and so for itself.
  return new Promise((resolve) => {
    urn.apply((text) => {
      const place = JSON.stringify([organization, text]);
      resolve(keyFolder(createHash("sha256").update(place).digest("hex").slice(0, 16)));
    });
  });
}
