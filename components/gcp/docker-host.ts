// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import type * as command from "@pulumi/command";
import type { Firewall, Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../cloud-init";
import { argumentsOf, report } from "../arguments";
import { assembleDockerHost } from "../assembly";
import type { DockerHostOutputs } from "../docker-host-args";
import { expiresAt } from "../expiry";
import { defaultLimits } from "../health/probes";
import type { HealthReport } from "../health/report";
import type { HealthSummary } from "../health/summary";
import { hostProblems } from "../host-spec";
import type { Guest, Machine } from "../platform";
import { createDataDisk, toldOfDisk, withDataDisk } from "./data-disk";
import { gcpDefaults } from "./defaults";
import type { GcpDockerHostArgs } from "./args";
import { publishedHostKey } from "./host-key";
import { imageName } from "./image";
import { hostLabels } from "./labels";
import { createInstance, life, reachedAt, stopsFor } from "./machine";
import { createNetwork } from "./network";
import { problems, whenKnown } from "./together";

const login = "rocky";

/**
 * A Docker host on Google Compute Engine, from Google's Rocky Linux 9 image, to which it brings cloud-init.
 *
 * Creates the instance, a firewall rule for it alone, in the state a key, the machine's public host key and what the machine
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
  public readonly address!: pulumi.Output<string>;
  /** The port of SSH at that address. */
  public readonly port!: pulumi.Output<number>;
  /** The image's own login. */
  public readonly user!: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  public readonly dockerHost!: pulumi.Output<string>;
  /** A line for known_hosts; empty with `hostKeyFrom: "unchecked"`. */
  public readonly knownHosts!: pulumi.Output<string>;
  /** The login's private key, in OpenSSH form. Secret. */
  public readonly privateKey!: pulumi.Output<string>;
  /** For further remote commands; give them `triggers: [host.machineId]` as well. Secret. */
  public readonly connection!: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  /**
   * Google's own number of the instance, which one of the same name does not share, for `triggers` of what is done to it.
   * Known before the check.
   */
  public readonly machineId!: pulumi.Output<string>;
  /** The image that the machine was made from, which a newer one does not change. Known before the check. */
  public readonly imageName!: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  public readonly dockerVersion!: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  public readonly summary!: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  public readonly health!: pulumi.Output<HealthReport>;
  /** The machine, from the moment at which Google says that it runs; Docker is proved later. */
  public readonly instance: Instance;
  /** The rule that lets SSH in; undefined where none was asked for. */
  public readonly firewall: Firewall | undefined;

  constructor(name: string, args: GcpDockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args);
    const found = gcpHostProblems(name, args);
    report(found); // a host that is refused is not registered
    super("pulumi-docker-host:index:GcpDockerHost", name, {}, opts);
    const known = whenKnown(args);
    let machine!: GcpMachine;
    const outputs = assembleDockerHost(this, name, withDataDisk(known), {
      userData: "gce",
      login,
      ownHostKey: known.hostKeyFrom !== "injected",
      problems: found,
      told: { ...toldOfDisk(args), hostKeyFrom: known.hostKeyFrom === "injected" },
      createMachine: (guest) => (machine = createMachine(this, name, known, guest)),
    });
    const { instance, firewall } = machine;
    this.instance = instance;
    this.firewall = firewall;
    Object.assign(this, outputs);
    this.registerOutputs({ ...outputs, instance, firewall });
  }
}

/** What is wrong with arguments, as far as they are plain, before a host is made of them. */
export function gcpHostProblems(name: string, args: GcpDockerHostArgs): Problem[] {
  return hostProblems(withDataDisk(args), { login, problems: problems(name, args) });
}

interface GcpMachine extends Machine {
  instance: Instance;
  firewall: Firewall | undefined;
}

function createMachine(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, guest: Guest): GcpMachine {
  const labels = hostLabels(name, args.labels, expiry(parent, name, args, guest));
  const network = createNetwork(parent, name, args, labels);
  const disk = createDataDisk(parent, name, args, labels);
  const instance = createInstance(parent, name, args, guest, { network, disk, labels, login });
  const { hostKeyFrom = gcpDefaults.hostKeyFrom, proxy, health } = args;
  return {
    resource: instance,
    ...reachedAt(args, name, instance, network),
    ...(hostKeyFrom === "guestAttributes" && {
      hostKey: publishedHostKey(parent, name, instance, health?.ssh ?? defaultLimits.ssh),
    }),
    proxy,
    reachedBy: network.firewall ? [network.firewall] : [],
    unreachableHint: network.hint,
    consoleCommand: pulumi.interpolate`gcloud compute instances get-serial-port-output ${instance.name} --zone ${instance.zone}`,
    id: instance.instanceId,
    image: instance.bootDisk.initializeParams.image.apply(imageName),
    restarts: [stopsFor(args)],
    instance,
    firewall: network.firewall,
  };
}

/** Counted anew with each machine. */
function expiry(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, guest: Guest) {
  const { ttlMinutes, image, zone, network, subnetwork, diskGiB, diskType, kmsKey, spot } = args;
  if (ttlMinutes === undefined) return undefined;
  const replaces = pulumi.all([life(args, guest), image, zone, network, subnetwork, diskGiB, diskType, kmsKey, spot]);
  return expiresAt(
    name,
    ttlMinutes,
    replaces.apply((all) => JSON.stringify(all)),
    parent,
  );
}
