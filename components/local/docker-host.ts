// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";

import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../cloud-init";
import { argumentsOf, report } from "../arguments";
import { assembleDockerHost } from "../assembly";
import type { DockerHostOutputs } from "../docker-host-args";
import type { HealthReport } from "../health/report";
import type { HealthSummary } from "../health/summary";
import { hostProblems } from "../host-spec";
import { stateFolder } from "../state-folder";
import type { LocalDockerHostArgs } from "./args";
import { localDefaults } from "./defaults";
import { createMachine } from "./machine";
import { problems } from "./rules";

const login = "rocky";

/**
 * A Docker host in a QEMU machine on this computer, reachable on 127.0.0.1 only: for development and tests.
 *
 * Creates the machine and its health check (a local command each), and in the state two keys and what the machine was told.
 *
 * ```ts
 * const host = new LocalDockerHost("web", { image: { name: "Rocky 9.8", disk: "/images/rocky-9.8.qcow2" } });
 * export const dockerHost = host.dockerHost;
 * ```
 *
 * Not included: port forwards other than SSH (use `ssh -L`), backups of the disk.
 */
export class LocalDockerHost extends pulumi.ComponentResource implements DockerHostOutputs {
  /** Where SSH answers: 127.0.0.1. */
  public readonly address!: pulumi.Output<string>;
  /** The port of SSH at that address. */
  public readonly port!: pulumi.Output<number>;
  /** The image's own login. */
  public readonly user!: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  public readonly dockerHost!: pulumi.Output<string>;
  /** A line for known_hosts. */
  public readonly knownHosts!: pulumi.Output<string>;
  /** The login's private key, in OpenSSH form. Secret. */
  public readonly privateKey!: pulumi.Output<string>;
  /** For further remote commands; give them `triggers: [host.machineId]` as well. Secret. */
  public readonly connection!: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  /** Another one with each machine that is made, for `triggers` of what is done to it. Known before the check. */
  public readonly machineId!: pulumi.Output<string>;
  /** What the machine was made from: `image.name`. Known before the check. */
  public readonly imageName!: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  public readonly dockerVersion!: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  public readonly summary!: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  public readonly health!: pulumi.Output<HealthReport>;

  constructor(name: string, args: LocalDockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args);
    const found = localHostProblems(args);
    report(found); // a host that is refused is not registered
    super("pulumi-docker-host:index:LocalDockerHost", name, {}, opts);
    const directory = resolve(args.directory ?? stateFolder(pulumi.getProject(), pulumi.getStack(), name));

    const outputs = assembleDockerHost(this, name, args, {
      userData: "local",
      login,
      problems: found,
      memoryMiB: args.memoryMiB ?? localDefaults.memoryMiB,
      createMachine: ({ userData }) =>
        createMachine(
          this,
          name,
          directory,
          args,
          userData.apply(({ text }) => text),
        ),
    });
    Object.assign(this, outputs);
    this.registerOutputs(outputs);
  }
}

/** What is wrong with arguments, as far as they are plain, before a host is made of them. */
export function localHostProblems(args: LocalDockerHostArgs): Problem[] {
  const { memoryMiB = localDefaults.memoryMiB } = args;
  return hostProblems(args, { login, memoryMiB, problems: problems(args) });
}
