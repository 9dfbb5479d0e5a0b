// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import type * as command from "@pulumi/command";
import type { Firewall, Instance } from "@pulumi/gcp/compute";
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
import type { GcpDockerHostArgs } from "./args";
import { proxyCommandTo } from "./connect-via";
import { createDataDisk } from "./data-disk";
import { gcpDefaults, login } from "./defaults";
import { guestParts, guestRules, toldParts } from "./guest-parts";
import { publishedHostKey } from "./host-key";
import { imageName } from "./image";
import { hostLabels } from "./labels";
import { createInstance, internalAddress, reachedAt, replacementTriggers, stopsFor } from "./machine";
import { createNetwork } from "./network";
import { gcpHostProblems } from "./problems";
import { roleLogin } from "./role-login";
import { rows } from "./rules";

/**
 * A Docker host on Google Compute Engine, from Google's Rocky Linux 9 image, to which it brings cloud-init.
 *
 * Creates the instance, two firewall rules for it alone, in the state a key, the machine's public host key and what the machine
 * was told, and the health check (one local command); on demand a static address, a data disk and the time at which it
 * expires.
 *
 * ```ts
 * const host = new GcpDockerHost("web", { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] });
 * export const dockerHost = host.dockerHost;
 * ```
 *
 * What it costs: the instance while it runs, its disks, its public address, and what it sends. Not included: networks,
 * Cloud NAT, service accounts, snapshots of the disks.
 */
export class GcpDockerHost extends pulumi.ComponentResource implements DockerHostOutputs {
  /** Where SSH answers: the external address, the internal one behind a proxy, or 127.0.0.1 where a tunnel leads there. */
  public readonly address: pulumi.Output<string>;
  /** The port of SSH at that address. */
  public readonly port: pulumi.Output<number>;
  /** Where other machines of its network reach it: the internal address of its first interface. */
  public readonly privateAddress: pulumi.Output<string>;
  /** The image's own login. */
  public readonly user: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  public readonly dockerHost: pulumi.Output<string>;
  /** A line for known_hosts; empty with `hostKeyFrom: "unchecked"`. */
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
  /**
   * Google's own number of the instance, which one of the same name does not share, for `triggers` of what is done to it.
   * Known before the check.
   */
  public readonly machineId: pulumi.Output<string>;
  /** The image that the machine was made from, which a newer one does not change. Known before the check. */
  public readonly imageName: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  public readonly dockerVersion: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  public readonly summary: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  public readonly health: pulumi.Output<HealthReport>;
  /** The machine, from the moment at which Google says that it runs; Docker is proved later. */
  public readonly instance: Instance;
  /** The rule that lets SSH in; undefined where none was asked for. */
  public readonly firewall: Firewall | undefined;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: GcpDockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known, problems } = check(args, besideTheGuest(rows), (plain) => gcpHostProblems(name, plain));
    super("pulumi-docker-host:index:GcpDockerHost", name, {}, opts);
    const isInjected = known.hostKeyFrom === "injected";
    const told = { ...toldParts(known), hostKeyFrom: isInjected };
    const checks = { guestRules: guestRules(known), problems, told, roleLogin: roleLogin(known) };
    const platform: Platform = { userData: "gce", login, ownHostKey: !isInjected, ...checks };
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
    this.firewall = machine.firewall;
    this.registerOutputs({ ...proved, instance: this.instance, firewall: this.firewall });
  }
}

interface GcpMachine extends Machine {
  instance: Instance;
  firewall: Firewall | undefined;
}

function createMachine(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, guest: Guest): GcpMachine {
  const expires = expiresAt(name, args, rows, replacementTriggers(args, guest), parent);
  const labels = hostLabels(name, args.labels, expires);
  const network = createNetwork(parent, name, args, labels);
  const disk = createDataDisk(parent, name, args, labels);
  const instance = createInstance(parent, name, args, guest, { network, disk, labels, login });
  const { hostKeyFrom = gcpDefaults.hostKeyFrom, proxy } = args;
  return {
    resource: instance,
    ...reachedAt(args, name, instance, network),
    privateAddress: internalAddress(instance),
    ...(hostKeyFrom === "guestAttributes" && publishedHostKey(parent, name, instance, args)),
    proxy,
    proxyCommand: proxyCommandTo(args, instance),
    reachedBy: network.firewall ? [network.firewall] : [],
    unreachableHint: network.hint,
    consoleCommand: pulumi.interpolate`gcloud compute instances get-serial-port-output ${instance.name} --zone ${instance.zone}`,
    id: instance.instanceId,
    image: instance.bootDisk.initializeParams.image.apply(imageName),
    restarts: [stopsFor(args)],
    deletedFirst: (network.reserved ?? disk) && "3 to 6 minutes",
    instance,
    firewall: network.firewall,
  };
}
