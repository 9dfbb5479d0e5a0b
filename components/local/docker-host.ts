// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";

import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../cloud-init";
import { argumentsOf, report } from "../arguments";
import { assembleDockerHost } from "../docker-host";
import type { DockerHostArgs, DockerHostOutputs } from "../docker-host-args";
import type { HealthReport } from "../health/report";
import type { HealthSummary } from "../health/summary";
import { hostProblems } from "../host-spec";
import type { LocalImageArgs } from "./image";
import { createMachine, machineDefaults } from "./machine";
import { stateFolder } from "../state-folder";
import { problems } from "./validate";

export interface LocalDockerHostArgs extends DockerHostArgs {
  /** The image to boot. Another one replaces the machine. */
  image: pulumi.Input<LocalImageArgs>;
  /** Port on 127.0.0.1 that leads to the machine's SSH. A change replaces the machine. @default 2222 */
  sshPort?: pulumi.Input<number>;
  /** Memory in MiB; dnf needs about 1024 for itself. A change replaces the machine. @default 2048 */
  memoryMiB?: pulumi.Input<number>;
  /** Virtual processors. A change replaces the machine. @default 2 */
  cpus?: pulumi.Input<number>;
  /** Size of the root disk in GiB. It takes only the space that is written to. A change replaces the machine. @default 20 */
  diskGiB?: pulumi.Input<number>;
  /**
   * QEMU's accelerators, with `:` between: the first with which QEMU starts is taken. A change replaces the machine.
   *
   * @default "kvm:hvf:tcg"
   */
  accelerator?: pulumi.Input<string>;
  /**
   * Folder for the machine's disk, seed and log. Two machines never share one; a change replaces the machine.
   *
   * @default - `$XDG_STATE_HOME/pulumi-docker-host/<project>/<stack>/<name>`
   */
  directory?: string;
  /**
   * A folder of this computer that the guest reads at `http://10.0.2.100/`, for packages where there is no internet.
   *
   * @default - nothing is served
   */
  repositoryDirectory?: pulumi.Input<string>;
}

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
      memoryMiB: args.memoryMiB ?? machineDefaults.memoryMiB,
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
  const { memoryMiB = machineDefaults.memoryMiB } = args;
  return hostProblems(args, { login, memoryMiB, problems: problems(args) });
}
