// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";

import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { prepareGuest, prove } from "../assembly";
import type { DockerHostOutputs } from "../docker-host-outputs";
import type { HealthReport } from "../health/report";
import type { HealthSummary } from "../health/summary";
import type { Platform } from "../platform";
import { besideTheGuest } from "../rules";
import { stateFolder } from "../state-folder";
import { withShortTraces } from "../short-traces";
import type { LocalDockerHostArgs } from "./args";
import { localDefaults, login } from "./defaults";
import { createMachine } from "./machine";
import { localHostProblems } from "./problems";
import { guestRules, rows } from "./rules";

/**
 * A Docker host in a QEMU machine on this computer, reachable on 127.0.0.1 only: for development and tests.
 *
 * Creates the machine and its health check (a local command each), and in the state two keys, what the machine was told, and
 * which of Rocky's images it was made from.
 *
 * ```ts
 * const host = new LocalDockerHost("web", {});
 * export const dockerHost = host.dockerHost;
 * ```
 *
 * Not included: port forwards other than SSH (use `ssh -L`), backups of the disk.
 */
export class LocalDockerHost extends pulumi.ComponentResource implements DockerHostOutputs {
  /** Where SSH answers: 127.0.0.1. */
  public readonly address: pulumi.Output<string>;
  /** The port of SSH at that address. */
  public readonly port: pulumi.Output<number>;
  /** Where other machines of `privateNetwork` reach it; empty without that. */
  public readonly privateAddress: pulumi.Output<string>;
  /** The image's own login. */
  public readonly user: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  public readonly dockerHost: pulumi.Output<string>;
  /** A line for known_hosts. */
  public readonly knownHosts: pulumi.Output<string>;
  /**
   * An entry for ~/.ssh/config, by which `ssh` and `docker` go the way of the health check: a bastion and `connectVia` are in
   * it, keys are not. The host is called by its name there, and by `address`. Secret where arguments of `proxy` are.
   */
  public readonly sshConfig: pulumi.Output<string>;
  /** A program and its arguments that lead to the host's SSH, for `HostHealth`; empty where none is needed. */
  public readonly proxyCommand: pulumi.Output<string[]>;
  /** The login's private key, in OpenSSH form. Secret. */
  public readonly privateKey: pulumi.Output<string>;
  /** For further remote commands; give them `triggers: [host.machineId]` as well. Secret. */
  public readonly connection: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  /** Another one with each machine that is made, for `triggers` of what is done to it. Known before the check. */
  public readonly machineId: pulumi.Output<string>;
  /** What the machine was made from: `image.name`. Known before the check. */
  public readonly imageName: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  public readonly dockerVersion: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  public readonly summary: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  public readonly health: pulumi.Output<HealthReport>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: LocalDockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known, problems } = check(args, besideTheGuest(rows), localHostProblems);
    super("pulumi-docker-host:index:LocalDockerHost", name, {}, opts);
    const memoryMiB = known.memoryMiB ?? localDefaults.memoryMiB;
    const platform: Platform = { userData: "local", login, memoryMiB, guestRules, problems };
    const directory = resolve(known.directory ?? stateFolder(pulumi.getProject(), pulumi.getStack(), name));
    const proved = withShortTraces(() => {
      const guest = prepareGuest(this, name, known, platform);
      const machine = createMachine(this, name, directory, known, guest);
      return prove(this, name, known, platform, guest, machine);
    });

    // Pulumi's analyzer, which makes the package for other languages, reads a class's own members: so each stands here.
    this.address = proved.address;
    this.port = proved.port;
    this.privateAddress = proved.privateAddress;
    this.user = proved.user;
    this.dockerHost = proved.dockerHost;
    this.knownHosts = proved.knownHosts;
    this.sshConfig = proved.sshConfig;
    this.proxyCommand = proved.proxyCommand;
    this.privateKey = proved.privateKey;
    this.connection = proved.connection;
    this.machineId = proved.machineId;
    this.imageName = proved.imageName;
    this.dockerVersion = proved.dockerVersion;
    this.summary = proved.summary;
    this.health = proved.health;
    this.registerOutputs({ ...proved });
  }
}
