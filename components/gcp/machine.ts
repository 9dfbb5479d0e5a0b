// SPDX-License-Identifier: Apache-2.0
import { type Disk, Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import type { Guest } from "../platform";
import { beforeCreate } from "../hook";
import { heldBack } from "../way-programs";
import { saysNothing } from "../mocks";
import type { GcpDockerHostArgs } from "./args";
import { gcpDefaults } from "./defaults";
import { wayTo } from "./connect-via";
import { deviceName } from "./guest-parts";
import { newestImage } from "./image";
import type { Labels } from "./labels";
import { defaultDiskType } from "./machine-type";
import { metadata } from "./metadata";
import type { Network } from "./network";
import { scheduling } from "./scheduling";

/** What, when it changes, takes another machine, beside what the provider itself says. */
export function replacementTriggers(args: GcpDockerHostArgs, guest: Guest): pulumi.Output<string[]> {
  // By the words of the program: the provider knows of a family only what it reads in the image's name.
  return pulumi
    .all([guest.fingerprint, args.image, args.rotateImage, args.ttlMinutes])
    .apply(([told, image, rotate = "", minutes]) => [
      ...[told, image === undefined ? rotate : `image ${image}`],
      ...(minutes === undefined ? [] : [`${minutes} min`]),
    ]);
}

export function createInstance(
  parent: pulumi.Resource,
  name: string,
  args: GcpDockerHostArgs,
  guest: Guest,
  { network, disk, labels, login }: { network: Network; disk: Disk | undefined; labels: Labels; login: string },
): Instance {
  const machineType = args.machineType ?? gcpDefaults.machineType;
  return new Instance(
    `${name}-machine`,
    {
      zone: args.zone,
      machineType,
      allowStoppingForUpdate: true,
      bootDisk: {
        autoDelete: true,
        kmsKeySelfLink: args.kmsKey,
        initializeParams: {
          image: args.image ?? newestImage(parent, machineType),
          size: args.diskGiB ?? gcpDefaults.diskGiB,
          type: args.diskType ?? pulumi.output(machineType).apply(defaultDiskType),
          labels,
        },
      },
      // From the first boot on, which mounts it.
      ...(disk && { attachedDisks: [{ source: disk.selfLink, deviceName }] }),
      networkInterfaces: [network.nic],
      tags: network.tags,
      metadata: metadata(args, { ...guest, loginKeys: guest.loginKey.apply((key) => [key]) }, login),
      shieldedInstanceConfig: {
        enableVtpm: true,
        enableIntegrityMonitoring: true,
        enableSecureBoot: args.secureBoot ?? gcpDefaults.secureBoot,
      },
      ...(args.serviceAccount !== undefined && { serviceAccount: serviceAccount(args.serviceAccount) }),
      scheduling: scheduling(args, machineType),
      deletionProtection: args.deletionProtection ?? false,
      labels,
    },
    {
      parent,
      ...(network.closed && { dependsOn: [network.closed] }),
      // It may hold what the caller put into it; the provider gives it back as it is.
      additionalSecretOutputs: ["metadata"],
      // On a replacement that this brings about, nothing is ignored.
      replacementTrigger: replacementTriggers(args, guest),
      ignoreChanges: [
        // The provider replaces the machine for other labels of its disk.
        ...["bootDisk.initializeParams.labels", "bootDisk.initializeParams.image"],
        // What it was told at its first boot, of which access has changed on it since.
        ...["user-data", "user-data-encoding", "ssh-keys"].map((key) => `metadata["${key}"]`),
      ],
      ...beforeCreate(heldBack(name, args.connectVia, () => wayTo({ name: "", zone: "", project: "" }), parent)),
      // Two machines can have neither the same address nor the same disk.
      ...((network.reserved ?? disk) && { deleteBeforeReplace: true }),
    },
  );
}

export function serviceAccount(given: NonNullable<GcpDockerHostArgs["serviceAccount"]>) {
  return pulumi
    .output(given)
    .apply(({ email, scopes }) => ({ email, scopes: scopes ?? (gcpDefaults.scopes as readonly string[] as string[]) }));
}

/** What the provider stops the machine for, and starts it again: then it is checked again. */
export function stopsFor(args: GcpDockerHostArgs): pulumi.Output<string> {
  const { machineType, secureBoot, serviceAccount, network, subnetwork } = args;
  return pulumi
    .all([machineType, secureBoot, serviceAccount, network, subnetwork])
    .apply(([type = gcpDefaults.machineType, isSecure = gcpDefaults.secureBoot, account, ...place]) => {
      const [net = gcpDefaults.network, part = ""] = place;
      return JSON.stringify([type, isSecure, account?.email ?? "", account?.scopes ?? [], net, part]);
    });
}

/** Where the machine is reached, seen from this program. */
export function reachedAt(
  { connectVia, iapTunnelPort, proxy, publicAddress }: GcpDockerHostArgs,
  name: string,
  instance: Instance,
  { reserved }: Network,
): { address: pulumi.Input<string>; port: pulumi.Input<number> } {
  // gcloud knows the machine by its name, which no later machine has.
  if (connectVia === "iap") return { address: instance.name, port: 22 };
  if (iapTunnelPort !== undefined) return { address: "127.0.0.1", port: iapTunnelPort };
  if (proxy !== undefined || publicAddress === "none") return { address: internalAddress(instance), port: 22 };
  return { address: reserved ? reserved.address : externalAddress(instance, name), port: 22 };
}

interface Nic {
  networkIp: string;
  accessConfigs?: { natIp: string }[];
}

/** It has one; mocks may give none. */
function nicOf(instance: Instance): pulumi.Output<Nic | undefined> {
  return instance.networkInterfaces.apply((nics?: Nic[]) => nics?.[0]);
}

/** By which other machines of its network reach it. */
export function internalAddress(instance: Instance): pulumi.Output<string> {
  return nicOf(instance).apply((nic) => nic?.networkIp ?? "");
}

function externalAddress(instance: Instance, name: string): pulumi.Output<string> {
  return nicOf(instance).apply((nic) => {
    const address = nic?.accessConfigs?.[0]?.natIp;
    // Asked for only here: what nobody has set is unknown in each preview, and the address would be as well.
    return address || saysNothing(address) ? pulumi.output(address ?? "") : instance.desiredStatus.apply(noAddress);
  });

  // Nobody looks for one that is to be off: it becomes an image.
  function noAddress(wanted: string | undefined): string {
    if (wanted === "TERMINATED") return "";
    throw new pulumi.ResourceError(
      `the machine of ${name} has no public address: it is stopped; start it and run "pulumi refresh", or choose publicAddress "static"`,
      instance,
      true,
    );
  }
}
