// SPDX-License-Identifier: Apache-2.0
// `gcp.compute.InstanceTemplate`: what the API and the plugin refuse in one, and what they make of the rest. No machine is made
// of it here; `InstanceGroupManager` has no stand-in.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Context, LookUp, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import { badRequest, exists, invalid, notFound } from "./answers";
import { answeredType, architectureOf, diskTypes } from "./catalog";
import { resolveImage } from "./images";
import { metadataOf, networkInterface, schedulingOf } from "./instance-rules";
import { instanceInputs } from "./instance-inputs";
import { labelOutputs } from "./labels";
import { checkMaintenance } from "./maintenance";
import { autoName, fileOf, lastOf, numericId, projectOf, regionOfInputs, selfLink } from "./names";
import { instanceTemplates } from "./records";
import { checkLabels, checkMetadata, checkName, checkScheduling, checkTags } from "./rules";
import { dropSameLinks } from "./same-link";

const disk: Fields = {
  boot: computed(boolean),
  autoDelete: { ...boolean, default: true },
  sourceImage: computed(string),
  diskSizeGb: computed(number),
  diskType: computed(string),
  deviceName: computed(string),
  diskEncryptionKey: { type: { kmsKeySelfLink: string } },
  labels: map,
};

const { networkInterfaces, scheduling, serviceAccount, shieldedInstanceConfig, tags } = instanceInputs;
const pick = (field: (typeof instanceInputs)[string] | undefined) => replaces(field ?? string);

/** Google changes none: whatever is another one makes another template. */
export const instanceTemplate: ResourceType = {
  inputs: {
    name: replaces(string),
    namePrefix: replaces(computed(string)),
    project: replaces(computed(string)),
    region: replaces(computed(string)),
    description: replaces(string),
    machineType: required(replaces(string)),
    disks: required(replaces({ type: [disk] })),
    networkInterfaces: pick(networkInterfaces),
    metadata: replaces(map),
    metadataStartupScript: replaces(string),
    labels: replaces(map),
    tags: pick(tags),
    scheduling: pick(scheduling),
    serviceAccount: pick(serviceAccount),
    shieldedInstanceConfig: pick(shieldedInstanceConfig),
  },
  outputs: [
    ...["creationTimestamp", "effectiveLabels", "metadataFingerprint", "numericId", "pulumiLabels", "selfLink"],
    ...["selfLinkUnique", "tagsFingerprint"],
  ],
  complete: autoName,
  check: ({ metadata, metadataStartupScript }) =>
    metadataStartupScript !== undefined && (metadata as Properties | undefined)?.["startup-script"] !== undefined
      ? [{ property: "metadataStartupScript", reason: "cannot provide both it and metadata.startup-script" }]
      : [],
  compare: dropSameLinks,
  create: (inputs, context) => {
    const { cloud, config } = context;
    const project = projectOf(inputs, config);
    const id = `projects/${project}/global/instanceTemplates/${String(inputs.name)}`;
    const kept = obey(inputs, project, context);
    if (cloud.find(instanceTemplates, fileOf(id))) throw exists(id);
    cloud.save(instanceTemplates, fileOf(id), {
      ...{ id, inputs: kept, number: numericId(), created: new Date().toISOString() },
    });
    return Promise.resolve({ id, outputs: outputsOf(id, context) });
  },
  read: (id, _state, context) =>
    Promise.resolve(context.cloud.find(instanceTemplates, fileOf(id)) && outputsOf(id, context)),
  delete: (id, _state, { cloud }) => {
    cloud.remove(instanceTemplates, fileOf(id));
    return Promise.resolve();
  },
};

/** By a filter of its description alone, of the newest: what the provider says where there is none, or more than one. */
export const getInstanceTemplate: LookUp = {
  inputs: { name: string, filter: string, mostRecent: boolean, project: string, selfLinkUnique: string },
  check: ({ name, filter, selfLinkUnique }) =>
    [name, filter, selfLinkUnique].filter((one) => one !== undefined).length === 1
      ? []
      : [{ property: "name", reason: "exactly one of `filter`, `name` or `self_link_unique` must be specified" }],
  run: (inputs, context) => {
    const owner = projectOf(inputs, context.config);
    const [, wanted] = /^description = "([^"]*)"$/.exec((inputs.filter ?? "") as string) ?? [];
    if (wanted === undefined) throw new Error("the laboratory finds templates by their description alone");
    const all = context.cloud.all(instanceTemplates).filter(({ id }) => id.split("/")[1] === owner);
    const found = all
      .filter((one) => one.inputs.description === wanted)
      .sort((one, other) => Date.parse(other.created) - Date.parse(one.created));
    const [newest] = found;
    if (!newest || (found.length > 1 && inputs.mostRecent !== true))
      throw new Error(
        `your filter has returned ${found.length} instance template(s). Please refine your filter or set most_recent to return exactly one instance template`,
      );
    return { id: newest.id, ...outputsOf(newest.id, context) };
  },
};

function obey(inputs: Properties, project: string, { cloud, config }: Context): Properties {
  checkName(inputs.name);
  checkLabels(inputs.labels, "resource.properties.labels");
  checkTags(inputs.tags, "resource.properties.tags.items");
  checkMetadata(metadataOf(inputs));
  checkScheduling(inputs.scheduling);
  const machineType = String(inputs.machineType);
  // Google holds the name of a type against nothing before a machine is made in a zone, but the laboratory does.
  const architecture = architectureOf(answeredType(machineType));
  if (!architecture) throw invalid("resource.properties.machineType", machineType, "Unknown machine type");
  checkMaintenance(machineType, inputs.scheduling);
  const disks = inputs.disks as Properties[];
  if (disks.filter(({ boot }) => boot === true).length !== 1)
    throw badRequest("Exactly one disk has to be the boot disk");
  return {
    ...inputs,
    disks: disks.map((one) => diskOf(one, project, architecture, cloud)),
    networkInterfaces: [networkInterface(inputs, project, regionOfInputs(inputs, config), cloud)].map(
      ({ name: _nic, ...nic }) => nic,
    ),
    scheduling: schedulingOf(inputs),
  };
}

function diskOf(given: Properties, project: string, architecture: string, cloud: Context["cloud"]): Properties {
  const field = "resource.properties.disks[0].initializeParams";
  const { sourceImage, diskSizeGb, diskType = "pd-standard" } = given as Partial<Record<string, string>>;
  if (sourceImage === undefined) throw badRequest("Boot disk must have a source or an image specified");
  const image = resolveImage(cloud, sourceImage, project);
  if (!image)
    throw new Error(`error resolving image name '${sourceImage}': could not find image or family ${sourceImage}`);
  if (image.architecture !== architecture)
    throw badRequest(
      `The machine type is of architecture ${architecture}, and image '${image.name}' of ${image.architecture}`,
    );
  if (diskSizeGb !== undefined && Number(diskSizeGb) < image.diskSizeGb)
    throw invalid(`${field}.diskSizeGb`, diskSizeGb, `Smaller than the image size (${image.diskSizeGb} GB)`);
  if (!diskTypes.includes(diskType))
    throw invalid(`${field}.diskType`, diskType, "Only the name of a disk type is taken");
  checkLabels(given.labels, `${field}.labels`);
  // A family stays one: each machine boots its newest.
  const isFamily = sourceImage.includes("/family/") || lastOf(sourceImage) !== image.name;
  const path = isFamily ? `family/${image.family}` : image.name;
  return {
    ...{ mode: "READ_WRITE", type: "PERSISTENT", deviceName: "persistent-disk-0", ...given, diskType },
    ...{ sourceImage: `projects/${image.project}/global/images/${path}`, diskSizeGb: diskSizeGb ?? image.diskSizeGb },
  };
}

function outputsOf(id: string, { cloud }: Context): Properties {
  const record = cloud.find(instanceTemplates, fileOf(id));
  if (!record) throw notFound(id);
  const [, project] = id.split("/");
  return {
    ...record.inputs,
    ...labelOutputs(record.inputs),
    project,
    creationTimestamp: record.created,
    numericId: record.number,
    selfLink: selfLink(id),
    selfLinkUnique: `${selfLink(id)}?uniqueId=${record.number}`,
  };
}
