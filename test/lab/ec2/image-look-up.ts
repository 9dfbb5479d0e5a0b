// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import { imageGiB } from "../cloud/image";
import type { LookUp } from "../cloud/resource-type";
import { boolean, type Failure, map, required, string } from "../cloud/shape";
import { isMap, type Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError } from "./errors";
import { type Filter, filters, select } from "./filters";
import { type Ami, images } from "./images";
import { account, fixedId, snapshots } from "./records";
import { regionOf } from "./region";

const known: Record<string, (image: Ami) => string> = {
  name: ({ name }) => name,
  architecture: ({ architecture }) => architecture,
  "image-id": ({ id }) => id,
  "owner-id": ({ ownerId }) => ownerId,
  state: ({ state }) => state,
  "root-device-type": ({ rootDeviceType }) => rootDeviceType,
  "virtualization-type": ({ virtualizationType }) => virtualizationType,
  "is-public": (image) => String(image.public),
  "creation-date": ({ creationDate }) => creationDate,
  "image-type": () => "machine",
  hypervisor: () => "xen",
  "ena-support": () => "true",
};

const aliases: Record<string, string> = { self: account, "aws-marketplace": "679593333241", amazon: "137112412989" };

/** The newest first. */
function asked(inputs: Properties, cloud: CloudFolder, region: string): Ami[] {
  const given = (inputs.filters as Filter[] | undefined) ?? [];
  const owners = (inputs.owners as string[] | undefined)?.map((owner) => aliases[owner] ?? owner);
  return select(images(cloud, region), [...given, ...tagFilters(inputs)], known, ({ tags }) => tags)
    .filter(({ ownerId }) => owners === undefined || owners.length === 0 || owners.includes(ownerId))
    .filter(({ name }) => typeof inputs.nameRegex !== "string" || new RegExp(inputs.nameRegex).test(name))
    .sort((a, b) => b.creationDate.localeCompare(a.creationDate));
}

export const imageLookUp: LookUp = {
  inputs: {
    ...{ allowUnsafeFilter: boolean, executableUsers: { type: ["string"] }, filters, includeDeprecated: boolean },
    ...{
      mostRecent: boolean,
      nameRegex: string,
      owners: { type: ["string"] },
      region: string,
      tags: map,
      uefiData: string,
    },
  },
  check: checkImageLookUp,
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const found = asked(inputs, context.cloud, where);
    const [image] = found;
    if (!image) throw new Error("Your query returned no results. Please change your search criteria and try again.");
    if (found.length > 1 && inputs.mostRecent !== true)
      throw new Error(
        "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
      );
    return describe(image, where, context.cloud);
  },
};

/** Nothing found is an empty list. The provider has the oldest first, and turns that round where it is asked for it. */
export const imageIdsLookUp: LookUp = {
  inputs: {
    ...{ executableUsers: { type: ["string"] }, filters, includeDeprecated: boolean, nameRegex: string },
    ...{ owners: required({ type: ["string"] }), region: string, sortAscending: boolean },
  },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const found = asked(inputs, context.cloud, where);
    if (inputs.sortAscending !== true) found.reverse();
    return { id: where, region: where, owners: inputs.owners, ids: found.map(({ id }) => id) };
  },
};

/** Since version 7 of the provider a newest image of nobody in particular is refused. */
function checkImageLookUp(inputs: Properties): Failure[] {
  const owners = (inputs.owners as string[] | undefined) ?? [];
  const wrong = owners.find((owner) => !/^\d{12}$/.test(owner) && !(owner in aliases));
  if (wrong !== undefined)
    return [
      { property: "owners", reason: new ApiError("InvalidUserID.Malformed", `Invalid user id: "${wrong}"`).message },
    ];
  const given = (inputs.filters as Filter[] | undefined) ?? [];
  const narrow = given.some(({ name }) => ["owner-id", "owner-alias", "image-id"].includes(name));
  if (inputs.mostRecent !== true || inputs.allowUnsafeFilter === true || owners.length > 0 || narrow) return [];
  return [
    {
      property: "owners",
      reason:
        '"most_recent" is set to "true" and results are not filtered by owner or image ID. With this configuration, a third party may introduce a new image which will be returned by this data source. Consider filtering by owner or image ID to avoid this possibility.',
    },
  ];
}

const tagFilters = ({ tags }: Properties): Filter[] =>
  isMap(tags) ? Object.entries(tags).map(([key, value]) => ({ name: `tag:${key}`, values: [String(value)] })) : [];

function describe(image: Ami, region: string, cloud: CloudFolder): Properties {
  const rootSnapshotId = image.snapshotId ?? fixedId("snap", image.id);
  const own = cloud.find(snapshots, rootSnapshotId);
  return {
    ...{ id: image.id, imageId: image.id, name: image.name, ownerId: image.ownerId, architecture: image.architecture },
    ...{ creationDate: image.creationDate, state: image.state, public: image.public, region },
    description: image.description ?? image.name,
    ...{
      rootDeviceType: image.rootDeviceType,
      rootDeviceName: "/dev/sda1",
      virtualizationType: image.virtualizationType,
    },
    ...{
      arn: `arn:aws:ec2:${region}::image/${image.id}`,
      imageLocation: `${image.ownerId}/${image.name}`,
      rootSnapshotId,
    },
    ...{
      hypervisor: "xen",
      imageType: "machine",
      enaSupport: true,
      sriovNetSupport: "simple",
      usageOperation: "RunInstances",
    },
    ...{
      platformDetails: "Linux/UNIX",
      bootMode: "uefi-preferred",
      tags: image.tags,
      productCodes: [],
      stateReason: {},
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/sda1",
        noDevice: "",
        virtualName: "",
        ebs: {
          ...{ snapshot_id: rootSnapshotId, volume_size: String(own?.size ?? imageGiB) },
          encrypted: String(own?.kmsKeyId !== undefined),
        },
      },
    ],
  };
}
