// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import type * as command from "@pulumi/command";
import type { Instance, SecurityGroup } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { prepareGuest, prove } from "../assembly";
import type { DockerHostOutputs } from "../docker-host-outputs";
import { expiresAt } from "../expiry";
import type { HealthReport } from "../health/report";
import type { HealthSummary } from "../health/summary";
import type { Guest, Machine, Platform } from "../platform";
import { besideTheGuest } from "../rules";
import { withShortTraces } from "../short-traces";
import type { AwsDockerHostArgs } from "./args";
import { proxyCommandTo } from "./connect-via";
import { createDataVolume } from "./data-disk";
import { login } from "./defaults";
import { guestParts, guestRules, toldParts } from "./guest-parts";
import { createAddress, createInstance, replacementTriggers, stopsFor } from "./machine";
import { createNetwork } from "./network";
import { awsHostProblems } from "./problems";
import { roleLogin } from "./role-login";
import { rows } from "./rules";
import { hostTags } from "./tags";

/**
 * A Docker host on EC2, from the official Rocky Linux 9 image.
 *
 * Creates the instance, a security group with one rule per network, in the state two keys and what the machine was told, and
 * the health check (one local command); on demand an Elastic IP with a check of its own, a data volume and the time at which it
 * expires.
 *
 * ```ts
 * const host = new AwsDockerHost("web", { sshIngressCidrs: ["203.0.113.0/24"] });
 * export const dockerHost = host.dockerHost;
 * ```
 *
 * What it costs: the instance while it runs, its disk, its public address, and what it sends. Not included: networks,
 * roles, backups of the disks.
 */
export class AwsDockerHost extends pulumi.ComponentResource implements DockerHostOutputs {
  /** Where SSH answers: the public address, or the private one behind a proxy and where `connectBy` says so. */
  public readonly address: pulumi.Output<string>;
  /** The port of SSH at that address. */
  public readonly port: pulumi.Output<number>;
  /** Where other machines of its VPC reach it: the address of its first interface. It stays for as long as the machine. */
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
  /**
   * For further remote commands; give them `triggers: [host.machineId]` as well. Secret. With `connectVia` no remote command
   * gets through, as that takes no program: use `sshConfig` in a local command.
   */
  public readonly connection: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  /** The id of the instance, for `triggers` of what is done to it. Known before the check. */
  public readonly machineId: pulumi.Output<string>;
  /** The id of the image that the machine was made from, which a newer one does not change. Known before the check. */
  public readonly imageName: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  public readonly dockerVersion: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  public readonly summary: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  public readonly health: pulumi.Output<HealthReport>;
  /** The machine, from the moment at which AWS says that it runs; Docker is proved later. */
  public readonly instance: Instance;
  /** The group that was made, for further rules; undefined where the caller's own are used. */
  public readonly securityGroup: SecurityGroup | undefined;
  /**
   * The same as `imageName`, by its old name.
   *
   * @deprecated Use `imageName`.
   */
  public readonly amiId: pulumi.Output<string>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: AwsDockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known, problems } = check(args, besideTheGuest(rows), awsHostProblems);
    super("pulumi-docker-host:index:AwsDockerHost", name, {}, opts);
    const checks = { guestRules, problems, told: toldParts(known) };
    const platform: Platform = { userData: "ec2", login, roleLogin: roleLogin(known), ...checks };
    const inGuest = guestParts(known);
    const { machine, proved } = withShortTraces(() => {
      const guest = prepareGuest(this, name, inGuest, platform);
      const machine = createMachine(this, name, known, guest);
      return { machine, proved: prove(this, name, inGuest, platform, guest, machine) };
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
    this.instance = machine.instance;
    this.securityGroup = machine.securityGroup;
    this.amiId = proved.imageName; // eslint-disable-line @typescript-eslint/no-deprecated -- for who still reads it
    const { instance, securityGroup } = machine;
    this.registerOutputs({ ...proved, amiId: proved.imageName, instance, securityGroup });
  }
}

interface AwsMachine extends Machine {
  instance: Instance;
  securityGroup: SecurityGroup | undefined;
}

function createMachine(parent: pulumi.Resource, name: string, args: AwsDockerHostArgs, guest: Guest): AwsMachine {
  const expires = expiresAt(name, args, rows, replacementTriggers(args, guest), parent);
  const tags = hostTags(name, args.tags, expires);
  const network = createNetwork(parent, name, args, tags);
  const instance = createInstance(parent, name, args, guest, network, tags);
  const disks = createDataVolume(parent, name, args, instance, tags);
  return {
    resource: instance,
    ...createAddress(parent, name, args, instance, tags),
    port: 22,
    // Mocks may answer with nothing.
    privateAddress: instance.privateIp.apply((own?: string) => own ?? ""),
    proxy: args.proxy,
    proxyCommand: proxyCommandTo(args, instance, parent),
    reachedBy: [...network.ingress, ...disks],
    unreachableHint: network.hint,
    consoleCommand: pulumi.interpolate`aws ec2 get-console-output --latest --output text --region ${instance.region} --instance-id ${instance.id}`,
    id: instance.id,
    image: instance.ami,
    restarts: [stopsFor(args)],
    instance,
    securityGroup: network.securityGroup,
  };
}
