// SPDX-License-Identifier: Apache-2.0
// `gcp.compute.Image`: made of the disk of a machine that is off.
import { rmSync } from "node:fs";
import { join } from "node:path";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import { copyDisk } from "../cloud/machine";
import type { Context, ResourceType } from "../cloud/resource-type";
import { computed, map, number, replaces, required, string } from "../cloud/shape";
import { badRequest, exists, inUse, invalid, notFound } from "./answers";
import { regions } from "./catalog";
import { imageFile, imageId } from "./images";
import { labelOutputs } from "./labels";
import { findInstance, statusOf } from "./life";
import { autoName, fileOf, lastOf, numericId, projectOf, resolve, selfLink, withoutVersion } from "./names";
import { images, type Instance, instances } from "./records";
import { checkLabels, checkName } from "./rules";
import { dropSameLinks } from "./same-link";

const features = [
  ...["MULTI_IP_SUBNET", "SECURE_BOOT", "SEV_CAPABLE", "UEFI_COMPATIBLE", "VIRTIO_SCSI_MULTIQUEUE", "WINDOWS", "GVNIC"],
  ...["IDPF", "SEV_LIVE_MIGRATABLE", "SEV_SNP_CAPABLE", "SUSPEND_RESUME_COMPATIBLE", "TDX_CAPABLE"],
  ...["SEV_LIVE_MIGRATABLE_V2", "SNP_SVSM_CAPABLE"],
];

export const image: ResourceType = {
  inputs: {
    name: replaces(string),
    project: replaces(computed(string)),
    description: replaces(string),
    family: replaces(string),
    sourceDisk: replaces(string),
    diskSizeGb: replaces(computed(number)),
    guestOsFeatures: replaces(computed({ type: [{ type: required(replaces(string)) }] })),
    imageEncryptionKey: replaces({ type: { kmsKeySelfLink: replaces(string) } }),
    licenses: replaces(computed({ type: ["string"] })),
    storageLocations: replaces(computed({ type: ["string"] })),
    labels: map,
  },
  outputs: [
    ...["archiveSizeBytes", "creationTimestamp", "effectiveLabels", "labelFingerprint", "pulumiLabels", "selfLink"],
  ],
  complete: autoName,
  check: ({ guestOsFeatures = [] }) =>
    (guestOsFeatures as { type: string }[]).flatMap(({ type }, index) =>
      features.includes(type)
        ? []
        : [{ property: `guestOsFeatures[${index}].type`, reason: `expected one of ${features.join(", ")}` }],
    ),
  compare: dropSameLinks,
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const project = projectOf(inputs, config);
    const id = imageId(project, String(inputs.name));
    checkInputs(inputs);
    if (cloud.find(images, fileOf(id))) throw exists(id);
    const { instance, disk } = await sourceOf(inputs, cloud);
    const { disk: source, inputs: machine } = instance;
    const { size } = (machine.bootDisk as { initializeParams: { size: number } }).initializeParams;
    if (typeof inputs.diskSizeGb === "number" && inputs.diskSizeGb < size)
      throw invalid("resource.diskSizeGb", String(inputs.diskSizeGb), `Must not be smaller than its disk (${size} GB)`);
    await copyDisk(cloud.machine(fileOf(instance.id)), imageFile(cloud, id));
    const kept = {
      ...inputs,
      sourceDisk: selfLink(disk),
      diskSizeGb: inputs.diskSizeGb ?? size,
      guestOsFeatures: inputs.guestOsFeatures ?? source.features.map((type) => ({ type })),
      licenses: inputs.licenses ?? source.licenses,
      storageLocations: inputs.storageLocations ?? ["us"],
      ...keyOf(inputs),
    };
    cloud.save(images, fileOf(id), {
      ...{ id, inputs: kept, number: numericId(), created: new Date().toISOString() },
      ...{ architecture: source.architecture, sourceDiskId: source.number },
    });
    return { id, outputs: outputsOf(id, context) };
  },
  read: (id, _state, context) => Promise.resolve(context.cloud.find(images, fileOf(id)) && outputsOf(id, context)),
  update: (id, inputs, _state, context) => {
    const before = context.cloud.find(images, fileOf(id));
    if (!before) throw notFound(id);
    checkLabels(inputs.labels);
    context.cloud.save(images, fileOf(id), { ...before, inputs: { ...before.inputs, labels: inputs.labels } });
    return Promise.resolve(outputsOf(id, context));
  },
  altered: () => ["effectiveLabels", "pulumiLabels", "labelFingerprint"],
  // Machines that were made from it have copies.
  delete: (id, _state, { cloud }) => {
    rmSync(imageFile(cloud, id), { force: true });
    cloud.remove(images, fileOf(id));
    if (cloud.all(images).length === 0) rmSync(join(cloud.path, "image-files"), { recursive: true, force: true });
    return Promise.resolve();
  },
};

function checkInputs({ name, family, description = "", labels, storageLocations = [], ...inputs }: Properties): void {
  checkName(name);
  if (family !== undefined) checkName(family, "resource.family");
  if ((description as string).length > 2048)
    throw invalid("resource.description", "...", "Must be at most 2048 characters");
  checkLabels(labels);
  const [place, ...others] = storageLocations as string[];
  if (place !== undefined && (others.length > 0 || ![...Object.keys(regions), "us", "eu", "asia"].includes(place)))
    throw invalid("resource.storageLocations", storageLocations, "Must be one region or multi-region");
  const { kmsKeySelfLink: key } = (inputs.imageEncryptionKey ?? {}) as { kmsKeySelfLink?: string };
  if (key !== undefined && !/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+/.test(key))
    throw invalid("resource.imageEncryptionKey.kmsKeyName", key, "Must be the name of a key of Cloud KMS");
}

/** The machine whose boot disk it is, as the laboratory makes images of no other. */
async function sourceOf({ sourceDisk }: Properties, cloud: CloudFolder): Promise<{ instance: Instance; disk: string }> {
  if (typeof sourceDisk !== "string")
    throw badRequest("Invalid resource usage: 'Must specify exactly one source for an image.'");
  const disk = resolve(sourceDisk, { project: "", scope: "", collection: "" });
  if (!/^projects\/[^/]+\/zones\/[^/]+\/disks\/[^/]+$/.test(disk) || !sourceDisk.includes("projects/"))
    throw invalid("resource.sourceDisk", sourceDisk, "The URL is malformed");
  const owner = disk.replace("/disks/", "/instances/");
  const instance = cloud.find(instances, fileOf(owner)) && (await findInstance(cloud, owner));
  if (!instance) throw notFound(disk);
  if (statusOf(cloud, instance) !== "TERMINATED") throw inUse("disk", disk, owner);
  return { instance, disk };
}

function keyOf({ imageEncryptionKey }: Properties): Properties {
  const { kmsKeySelfLink } = (imageEncryptionKey ?? {}) as { kmsKeySelfLink?: string };
  return kmsKeySelfLink === undefined ? {} : { imageEncryptionKey: { kmsKeySelfLink: withoutVersion(kmsKeySelfLink) } };
}

function outputsOf(id: string, { cloud }: Context): Properties {
  const record = cloud.find(images, fileOf(id));
  if (!record) throw notFound(id);
  const [, project] = id.split("/");
  return {
    ...record.inputs,
    ...labelOutputs(record.inputs),
    project,
    name: lastOf(id),
    archiveSizeBytes: 1_500_000_000,
    creationTimestamp: record.created,
    selfLink: selfLink(id),
  };
}
