// SPDX-License-Identifier: Apache-2.0
// Launch templates. EC2 looks at most of what one says only when a machine is made from it.
import type { CloudFolder } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, number, replaces, string } from "../cloud/shape";
import { isMap, type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { isBase64, userDataLimit } from "./instance-checks";
import { arn, type LaunchTemplate, launchTemplates, newId } from "./records";
import { checkRegion, region, regionOf, withoutRegion } from "./region";
import { acceptTags } from "./tags";
import { undone } from "./undone";
import { volumeTypes } from "./volume";

/** What the real provider takes and the stand-in has nothing for. */
const missing = [
  ...["capacityReservationSpecification", "cpuOptions", "creditSpecification", "disableApiStop", "ebsOptimized"],
  ...["enclaveOptions", "hibernationOptions", "instanceMarketOptions", "instanceRequirements", "kernelId"],
  ...["licenseSpecifications", "maintenanceOptions", "monitoring", "networkInterfaces", "networkPerformanceOptions"],
  ...["placement", "privateDnsNameOptions", "ramDiskId", "secondaryInterfaces", "securityGroupNames"],
];

export const templateBlocks: Record<string, Fields> = {
  ebs: {
    ...{ deleteOnTermination: string, encrypted: string, iops: computed(number), kmsKeyId: string, snapshotId: string },
    ...{ throughput: computed(number), volumeInitializationRate: number, volumeSize: computed(number) },
    volumeType: computed(string),
  },
  iamInstanceProfile: { arn: string, name: string },
  metadataOptions: {
    ...{
      httpEndpoint: computed(string),
      httpProtocolIpv6: computed(string),
      httpPutResponseHopLimit: computed(number),
    },
    ...{ httpTokens: computed(string), instanceMetadataTags: computed(string) },
  },
  tagSpecification: { resourceType: string, tags: map },
};
const { ebs = {}, iamInstanceProfile = {}, metadataOptions = {}, tagSpecification = {} } = templateBlocks;

/** What a version says. */
const data: Fields = {
  ...Object.fromEntries(missing.map((name) => [name, { type: {} }])),
  blockDeviceMappings: { type: [{ deviceName: string, ebs: { type: ebs }, noDevice: string, virtualName: string }] },
  ...{ description: string, disableApiTermination: boolean, iamInstanceProfile: { type: iamInstanceProfile } },
  ...{ imageId: string, instanceInitiatedShutdownBehavior: string, instanceType: string, keyName: string },
  ...{ metadataOptions: computed({ type: metadataOptions }), tagSpecifications: { type: [tagSpecification] } },
  ...{ userData: string, vpcSecurityGroupIds: { type: ["string"] } },
};

export const launchTemplate: ResourceType = {
  inputs: {
    ...data,
    ...{ defaultVersion: computed(number), name: replaces(computed(string)), namePrefix: replaces(computed(string)) },
    ...{ region, tags: map, updateDefaultVersion: boolean },
  },
  outputs: ["arn", "latestVersion", "tagsAll"],
  complete: ({ name, namePrefix }, resource, olds) => ({
    ...(namePrefix === undefined && { name: name ?? olds?.name ?? `${resource}-${newId("x").slice(-7)}` }),
  }),
  check,
  create: (given, context) =>
    during(`creating EC2 Launch Template (${String(given.name)})`, "CreateLaunchTemplate", () => {
      const { cloud } = context;
      const where = regionOf(given, context);
      const { name = `${String(given.namePrefix)}${newId("x").slice(-7)}` } = given as { name?: string };
      if (cloud.all(launchTemplates).some((one) => one.name === name && one.region === where))
        throw new ApiError("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
      const made: LaunchTemplate = {
        ...{ id: newId("lt"), region: where, name, versions: [acceptData(given)], defaultVersion: 1 },
        tags: acceptTags(given.tags),
      };
      cloud.save(launchTemplates, made.id, made);
      return { id: made.id, outputs: describe(made) };
    }),
  read: (id, _, { cloud }) => {
    const found = cloud.find(launchTemplates, withoutRegion(id));
    return Promise.resolve(found && { ...found.versions[found.defaultVersion - 1], ...describe(found) });
  },
  update: (id, given, _, { cloud }) =>
    during(`updating EC2 Launch Template (${id})`, "CreateLaunchTemplateVersion", () => {
      const found = cloud.find(launchTemplates, id);
      if (!found)
        throw new ApiError("InvalidLaunchTemplateId.NotFound", `The specified launch template '${id}' does not exist.`);
      const said = acceptData(given);
      const isNew = JSON.stringify(said) !== JSON.stringify(found.versions.at(-1));
      const versions = isNew ? [...found.versions, said] : found.versions;
      const chosen =
        given.updateDefaultVersion === true ? versions.length : (given.defaultVersion as number | undefined);
      const now = { ...found, versions, defaultVersion: chosen ?? found.defaultVersion, tags: acceptTags(given.tags) };
      cloud.save(launchTemplates, id, now);
      return describe(now);
    }),
  altered: (changes) =>
    [...changes.keys()].some((path) => /^\w+/.exec(path)?.[0] !== "tags") ? ["latestVersion", "defaultVersion"] : [],
  delete: (id, _, { cloud }) => {
    if (cloud.find(launchTemplates, id)) cloud.remove(launchTemplates, id);
    return Promise.resolve();
  },
};

const describe = ({ id, region: where, name, versions, defaultVersion, tags }: LaunchTemplate): Properties => ({
  ...{ arn: arn(where, `launch-template/${id}`), name, region: where, defaultVersion, latestVersion: versions.length },
  ...{ tagsAll: tags, ...(Object.keys(tags).length > 0 && { tags }) },
});

const kinds = [...["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"]];

/** What EC2 refuses at once. */
function acceptData(given: Properties): Properties {
  const text = given.userData as string | undefined;
  if (text !== undefined && !isBase64(text))
    throw new ApiError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  if (text !== undefined && Buffer.from(text, "base64").length > userDataLimit)
    throw new ApiError("InvalidUserData.Malformed", `User data is limited to ${userDataLimit} bytes`);
  for (const { resourceType, tags } of (given.tagSpecifications as Properties[] | undefined) ?? []) {
    if (!kinds.includes(String(resourceType)))
      throw new ApiError("InvalidParameterValue", `'${String(resourceType)}' is not a valid taggable resource type.`);
    acceptTags(tags);
  }
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in data));
}

function check(given: Properties): Failure[] {
  const failures = [...checkRegion(given.region, "region"), ...undone(given, missing, "a launch template")];
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  const known = (value: unknown): value is string => typeof value === "string" && value !== unknown;
  const { name, namePrefix, defaultVersion, updateDefaultVersion, description } = given;
  const among = (property: string, value: unknown, allowed: string[]) => {
    if (known(value) && !allowed.includes(value))
      refuse(property, `expected ${property} to be one of ${JSON.stringify(allowed)}, got ${value}`);
  };
  if (known(name) && !/^[0-9A-Za-z()./_-]{3,128}$/.test(name))
    refuse("name", `"name" has 3 to 128 letters, digits and ().-/_, got ${name}`);
  const isGiven = (value: unknown) => value !== undefined && value !== unknown;
  if (isGiven(name) && isGiven(namePrefix)) refuse("name", '"name": conflicts with name_prefix');
  if (isGiven(defaultVersion) && isGiven(updateDefaultVersion))
    refuse("defaultVersion", '"default_version": conflicts with update_default_version');
  if (known(description) && description.length > 255)
    refuse("description", `expected length of description to be in the range (0 - 255), got ${description}`);
  among("instanceInitiatedShutdownBehavior", given.instanceInitiatedShutdownBehavior, ["stop", "terminate"]);
  const options = isMap(given.metadataOptions) ? given.metadataOptions : {};
  among("metadataOptions.httpEndpoint", options.httpEndpoint, ["disabled", "enabled"]);
  among("metadataOptions.httpTokens", options.httpTokens, ["optional", "required"]);
  among("metadataOptions.instanceMetadataTags", options.instanceMetadataTags, ["disabled", "enabled"]);
  for (const [i, mapping] of (Array.isArray(given.blockDeviceMappings)
    ? (given.blockDeviceMappings as Properties[])
    : []
  ).entries()) {
    const disk = isMap(mapping.ebs) ? mapping.ebs : {};
    const at = `blockDeviceMappings[${i}].ebs`;
    among(`${at}.volumeType`, disk.volumeType, volumeTypes);
    for (const flag of ["deleteOnTermination", "encrypted"]) among(`${at}.${flag}`, disk[flag], ["true", "false", ""]);
    if (known(disk.kmsKeyId) && !disk.kmsKeyId.startsWith("arn:"))
      refuse(`${at}.kmsKeyId`, `"${at}.kmsKeyId" (${disk.kmsKeyId}) is an invalid ARN`);
  }
  const profile = isMap(given.iamInstanceProfile) ? given.iamInstanceProfile : {};
  if (profile.arn !== undefined)
    refuse("iamInstanceProfile.arn", "the laboratory's stand-in takes a profile by its name");
  return failures;
}

/** What a version of a template says, as an instance's arguments say it, below what is said of the instance itself. */
export function withTemplate(given: Properties, cloud: CloudFolder, where: string): Properties {
  const { launchTemplate: named, ...own } = given;
  if (!isMap(named)) return given;
  const { id, name, version: wanted = "$Default" } = named as Record<string, string | undefined>;
  const found = cloud
    .all(launchTemplates)
    .find((one) => one.region === where && (id !== undefined ? one.id === id : one.name === name));
  if (!found)
    throw id !== undefined
      ? new ApiError("InvalidLaunchTemplateId.NotFound", `The specified launch template '${id}' does not exist.`)
      : new ApiError(
          "InvalidLaunchTemplateName.NotFoundException",
          `The specified launch template, with template name ${String(name)}, does not exist.`,
        );
  const which = { $Default: found.defaultVersion, $Latest: found.versions.length }[wanted] ?? Number(wanted);
  const version = found.versions[which - 1];
  if (!version)
    throw new ApiError(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find the specified version ${wanted} for ${found.id}.`,
    );
  return {
    ...asInstance(version),
    ...own,
    tags: { ...tagsOf(version, "instance"), ...(own.tags as object | undefined) },
  };
}

const tagsOf = (version: Properties, kind: string): Properties =>
  Object.assign(
    {},
    ...((version.tagSpecifications as { resourceType: string; tags: Properties }[] | undefined) ?? [])
      .filter(({ resourceType }) => resourceType === kind)
      .map(({ tags }) => tags),
  ) as Properties;

function asInstance(version: Properties): Properties {
  const { imageId, userData, iamInstanceProfile: profile, blockDeviceMappings, ...others } = version;
  const { description: _ofVersion, tagSpecifications: _below, ...same } = others;
  const [disk, second] = (blockDeviceMappings as { deviceName?: string; ebs?: Properties }[] | undefined) ?? [];
  if (second !== undefined || (disk && disk.deviceName !== "/dev/sda1"))
    throw new Error("the laboratory's stand-in launches machines with one disk only, /dev/sda1");
  const flags = Object.fromEntries(
    Object.entries(disk?.ebs ?? {}).map(([key, value]) => [key, { true: true, false: false }[String(value)] ?? value]),
  );
  const volumeTags = tagsOf(version, "volume");
  return {
    ...same,
    ...(imageId !== undefined && { ami: imageId }),
    ...(userData !== undefined && { userDataBase64: userData }),
    ...(isMap(profile) && { iamInstanceProfile: profile.name }),
    ...(disk && { rootBlockDevice: { ...flags, ...(Object.keys(volumeTags).length > 0 && { tags: volumeTags }) } }),
  };
}
