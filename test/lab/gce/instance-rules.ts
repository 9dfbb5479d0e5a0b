// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import { badRequest, invalid, notFound } from "./answers";
import { type BootDisk, bootDiskInputs } from "./boot-disk";
import { answeredType, architectureOf, isZone, regionOf } from "./catalog";
import { changedWhenOff } from "./instance-inputs";
import { checkMaintenance, onHostMaintenance } from "./maintenance";
import { lastOf, selfLink } from "./names";
import { findNetwork, findSubnetwork } from "./networks";
import { at } from "./one-of";
import { checkLabels, checkMetadata, checkName, checkScheduling, checkTags } from "./rules";

/** What the API refuses in an instance, and what it makes of the rest: links in full, and what was left to it. */
export function obey(
  inputs: Properties,
  disk: BootDisk,
  project: string,
  zone: string,
  cloud: CloudFolder,
): Properties {
  if (!isZone(zone)) throw invalid("resource.zone", zone, "Unknown zone");
  checkName(inputs.name);
  checkLabels(inputs.labels);
  checkTags(inputs.tags, "resource.tags.items");
  checkMetadata(metadataOf(inputs));
  checkScheduling(inputs.scheduling);
  checkHostname(inputs.hostname);
  const machineType = answeredType(lastOf(String(inputs.machineType)));
  const architecture = architectureOf(machineType);
  if (!architecture)
    throw invalid(
      "resource.machineType",
      inputs.machineType,
      `Machine type with name '${machineType}' does not exist in zone '${zone}'`,
    );
  checkMaintenance(machineType, inputs.scheduling);
  if (disk.architecture !== architecture)
    throw badRequest(
      `Architecture ${architecture} of machine type '${machineType}' is not compatible with ${disk.architecture} of image '${disk.image}'`,
    );
  return {
    ...inputs,
    machineType,
    bootDisk: bootDiskInputs(inputs, disk, selfLink(`projects/${project}/zones/${zone}/disks/${String(inputs.name)}`)),
    networkInterfaces: [networkInterface(inputs, project, regionOf(zone), cloud)],
    scheduling: schedulingOf(inputs),
    shieldedInstanceConfig: {
      enableSecureBoot: false,
      enableVtpm: true,
      enableIntegrityMonitoring: true,
      ...(inputs.shieldedInstanceConfig as Properties | undefined),
    },
  };
}

/** As the guest gets it: the start-up script is a key like the others. */
export function metadataOf({ metadata, metadataStartupScript }: Properties): Record<string, string> {
  return {
    ...(metadata as Record<string, string> | undefined),
    ...(typeof metadataStartupScript === "string" && { "startup-script": metadataStartupScript }),
  };
}

function checkHostname(hostname: unknown): void {
  if (hostname === undefined) return;
  const label = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";
  if (typeof hostname !== "string" || hostname.length > 253 || !new RegExp(`^${label}(\\.${label})+$`).test(hostname))
    throw invalid("resource.hostname", hostname, "Must be a fully qualified DNS name");
}

export function networkInterface(inputs: Properties, project: string, region: string, cloud: CloudFolder): Properties {
  const [given = {}] = inputs.networkInterfaces as Partial<Record<string, string>>[];
  if (given.network === undefined && given.subnetwork === undefined)
    throw new Error("exactly one of network, subnetwork, or network_attachment must be provided");
  const owner = given.subnetworkProject ?? project;
  const subnetwork =
    given.subnetwork === undefined ? undefined : findSubnetwork(cloud, given.subnetwork, owner, region);
  const { id, network } = findNetwork(cloud, given.network ?? subnetwork?.network.name ?? "", owner);
  const own = network.subnetworks.find((one) => (one.region ?? region) === region);
  if (!own) throw notFound(`projects/${owner}/regions/${region}/subnetworks/${network.name}`);
  return {
    ...given,
    network: selfLink(id),
    subnetwork: selfLink(subnetwork?.id ?? `projects/${owner}/regions/${region}/subnetworks/${own.name}`),
    subnetworkProject: owner,
    stackType: given.stackType ?? "IPV4_ONLY",
    name: "nic0",
  };
}

export function schedulingOf({ scheduling }: Properties): Properties {
  const given = (scheduling ?? {}) as Properties;
  return {
    automaticRestart: true,
    onHostMaintenance: onHostMaintenance(given),
    preemptible: false,
    provisioningModel: "STANDARD",
    ...given,
  };
}

/** Refuses what cannot be changed while the machine runs. */
export function mustBeOff(before: Properties, now: Properties): boolean {
  return changedWhenOff.some((path) => !isDeepStrictEqual(at(before, path), at(now, path)));
}
