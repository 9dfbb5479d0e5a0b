// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";

import type { CloudFolder } from "../cloud/folder";
import type { Context, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Failure, type Fields, map, replaces, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { livingInstances } from "./life";
import { vpcs } from "./networks";
import { account, arn, type Group, groups, newId, rules } from "./records";
import { checkRegion, region, regionOf } from "./region";
import { acceptTags } from "./tags";

const inputs: Fields = {
  description: { ...replaces(string), default: "Managed by Pulumi" },
  egress: { type: [{}] },
  ingress: { type: [{}] },
  name: replaces(computed(string)),
  namePrefix: replaces(computed(string)),
  region,
  revokeRulesOnDelete: { ...boolean, default: false },
  tags: map,
  vpcId: replaces(computed(string)),
};

/** What EC2 takes in names and descriptions of groups and rules. */
export const groupText = /^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]*$/;

export const securityGroup: ResourceType = {
  inputs,
  outputs: ["arn", "ownerId", "tagsAll"],
  complete: ({ name, namePrefix }, resource, olds) =>
    name === undefined && namePrefix === undefined ? { name: ownName(resource, olds?.name) } : {},
  check,
  // Two groups of one name cannot be in one VPC, so a name that was given has no room for old and new.
  deleteBeforeReplace: ({ name }) => typeof name === "string" && !/-[0-9a-f]{7}$/.test(name),
  create: (given, context) => during("creating Security Group", "CreateSecurityGroup", () => create(given, context)),
  read: async (id, _, { cloud }) => Promise.resolve(describe(cloud.find(groups, id))),
  update: (id, given, _, { cloud }) =>
    during("updating Security Group", "CreateTags", () => {
      const group = { ...find(cloud, id), tags: acceptTags(given.tags) };
      cloud.save(groups, id, group);
      return describe(group) ?? {};
    }),
  delete: (id, _, { cloud }) =>
    during(`deleting Security Group (${id})`, "DeleteSecurityGroup", () => remove(cloud, id)),
};

/** Pulumi's own name keeps its random end as long as the resource lives. */
function ownName(resource: string, old: unknown): string {
  const mine = typeof old === "string" && old.startsWith(`${resource}-`) && /^[0-9a-f]{7}$/.test(old.slice(-7));
  return mine ? old : `${resource}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}

function check({ name, namePrefix, description, ingress, egress, region: where }: Properties): Failure[] {
  const failures = checkRegion(where, "region");
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  for (const [property, value] of Object.entries({ name, namePrefix })) {
    if (typeof value !== "string" || value === unknown) continue;
    if (value.startsWith("sg-")) refuse(property, `invalid value for ${property} (cannot begin with sg-)`);
    if (value.length > 255)
      refuse(property, `expected length of ${property} to be in the range (0 - 255), got ${value}`);
  }
  if (name !== undefined && namePrefix !== undefined) refuse("namePrefix", '"namePrefix": conflicts with name');
  if (typeof description === "string" && description !== unknown) {
    if (description.length > 255)
      refuse("description", `expected length of description to be in the range (0 - 255), got ${description}`);
    if (!groupText.test(description))
      refuse(
        "description",
        `invalid value for description (may only contain alphanumeric characters, spaces, ._-:/()#,@[]+=&;{}!$*)`,
      );
  }
  for (const [property, value] of Object.entries({ ingress, egress }))
    if (value !== undefined)
      refuse(
        property,
        `the laboratory's stand-in takes no rules inside a group; use aws.vpc.SecurityGroup${property === "ingress" ? "Ingress" : "Egress"}Rule`,
      );
  return failures;
}

function create(given: Properties, context: Context) {
  const { cloud } = context;
  const where = regionOf(given, context);
  const vpc = vpcs(cloud, where).find(({ id, default: standard }) =>
    given.vpcId === undefined ? standard : id === given.vpcId,
  );
  if (!vpc)
    throw given.vpcId === undefined
      ? new ApiError("VPCIdNotSpecified", "No default VPC for this user")
      : new ApiError("InvalidVpcID.NotFound", `The vpc ID '${given.vpcId as string}' does not exist`);
  const name = (given.name as string | undefined) ?? `${given.namePrefix as string}${Date.now()}`;
  if (!groupText.test(name))
    throw new ApiError(
      "InvalidParameterValue",
      "Value for parameter GroupName is invalid. Character sets beyond a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$* are not supported",
    );
  if (String(given.description) === "")
    throw new ApiError("MissingParameter", "The request must contain the parameter GroupDescription");
  if (cloud.all(groups).some((other) => other.vpcId === vpc.id && other.name === name))
    throw new ApiError("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpc.id}'`);
  const group: Group = {
    ...{ id: newId("sg"), region: where, vpcId: vpc.id, name, description: String(given.description) },
    tags: acceptTags(given.tags),
  };
  cloud.save(groups, group.id, group);
  return { id: group.id, outputs: describe(group) ?? {} };
}

function describe(group: Group | undefined): Properties | undefined {
  if (!group) return undefined;
  const { id, name, description, vpcId, tags } = group;
  return {
    ...{ arn: arn(group.region, `security-group/${id}`), ownerId: account, name, description, vpcId },
    ...{ region: group.region, ...(Object.keys(tags).length > 0 && { tags }), tagsAll: tags },
  };
}

export function find(cloud: CloudFolder, id: string): Group {
  const group = cloud.find(groups, id);
  if (group) return group;
  throw /^sg-[0-9a-f]{8,17}$/.test(id)
    ? new ApiError("InvalidGroup.NotFound", `The security group '${id}' does not exist`)
    : new ApiError("InvalidGroupId.Malformed", `Invalid id: "${id}"`);
}

function remove(cloud: CloudFolder, id: string): void {
  if (!cloud.find(groups, id)) return;
  const used =
    livingInstances(cloud).some(({ groupIds }) => groupIds.includes(id)) ||
    cloud.all(rules).some(({ groupId, referencedGroupId }) => groupId !== id && referencedGroupId === id);
  // The real provider tries for 15 minutes before it says so.
  if (used) throw new ApiError("DependencyViolation", `resource ${id} has a dependent object`);
  for (const rule of cloud.all(rules)) if (rule.groupId === id) cloud.remove(rules, rule.id);
  cloud.remove(groups, id);
}
