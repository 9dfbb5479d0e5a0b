// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import type { Context, LookUp } from "../cloud/resource-type";
import { boolean, map, required, string } from "../cloud/shape";
import { isMap, type Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError } from "./errors";
import { type Filter, filters, select } from "./filters";
import { imageIdsLookUp, imageLookUp } from "./image-look-up";
import { findInstanceType, isBurstable } from "./instance-types";
import { livingInstances } from "./life";
import { subnets, vpcs } from "./networks";
import { account, arn, launchTemplates, type Subnet, type Vpc } from "./records";
import { checkRegion, regionOf } from "./region";

const region = string;
const notFound = (what: string) => new Error(`no matching ${what} found`);
const several = (what: string) =>
  new Error(`multiple ${what}s matched; use additional constraints to reduce matches to a single ${what}`);

const vpcFilters: Record<string, (vpc: Vpc) => string> = {
  "vpc-id": ({ id }) => id,
  cidr: ({ cidr }) => cidr,
  "cidr-block": ({ cidr }) => cidr,
  isDefault: (vpc) => String(vpc.default),
  "is-default": (vpc) => String(vpc.default),
  state: () => "available",
};

const subnetFilters: Record<string, (subnet: Subnet) => string> = {
  "subnet-id": ({ id }) => id,
  "vpc-id": ({ vpcId }) => vpcId,
  "cidr-block": ({ cidr }) => cidr,
  "availability-zone": ({ zone }) => zone,
  "default-for-az": (subnet) => String(subnet.default),
  defaultForAz: (subnet) => String(subnet.default),
  "map-public-ip-on-launch": (subnet) => String(subnet.public),
  state: () => "available",
};

/** Arguments that are filters under another name, beside the filters themselves. */
function asked(inputs: Properties, names: Record<string, string>): Filter[] {
  const tags = isMap(inputs.tags) ? Object.entries(inputs.tags) : [];
  return [
    ...Object.entries(names).flatMap(([argument, name]) => {
      const value = inputs[argument] as string | boolean | undefined;
      // As in the provider `false` is no condition.
      return value === undefined || value === false || value === "" ? [] : [{ name, values: [String(value)] }];
    }),
    ...tags.map(([key, value]) => ({ name: `tag:${key}`, values: [String(value)] })),
    ...((inputs.filters as Filter[] | undefined) ?? []),
  ];
}

function one<T extends { id: string }>(found: T[], what: string): T {
  const [first] = found;
  if (!first) throw notFound(what);
  if (found.length > 1) throw several(what);
  return first;
}

function findSubnets(inputs: Properties, names: Record<string, string>, cloud: CloudFolder, where: string): Subnet[] {
  return select(subnets(cloud, where), asked(inputs, names), subnetFilters, ({ tags }) => tags);
}

const getVpc: LookUp = {
  inputs: {
    cidrBlock: string,
    default: boolean,
    dhcpOptionsId: string,
    filters,
    id: string,
    region,
    state: string,
    tags: map,
  },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const names = { id: "vpc-id", cidrBlock: "cidr", default: "isDefault", state: "state" };
    const vpc = one(
      select(vpcs(context.cloud, where), asked(inputs, names), vpcFilters, ({ tags }) => tags),
      "EC2 VPC",
    );
    return {
      ...{ id: vpc.id, cidrBlock: vpc.cidr, default: vpc.default, tags: vpc.tags, state: "available", region: where },
      ...{ arn: arn(where, `vpc/${vpc.id}`), ownerId: account, instanceTenancy: "default" },
      ...{
        enableDnsHostnames: vpc.dnsHostnames,
        enableDnsSupport: vpc.dnsSupport,
        enableNetworkAddressUsageMetrics: false,
      },
      ...{ ipv6AssociationId: "", ipv6CidrBlock: "", ipv6CidrBlockAssociations: [], cidrBlockAssociations: [] },
      ...{ dhcpOptionsId: vpc.id.replace("vpc-", "dopt-"), mainRouteTableId: vpc.id.replace("vpc-", "rtb-") },
    };
  },
};

const getSubnet: LookUp = {
  inputs: {
    ...{ availabilityZone: string, availabilityZoneId: string, cidrBlock: string, defaultForAz: boolean, filters },
    ...{ id: string, ipv6CidrBlock: string, region, state: string, tags: map, vpcId: string },
  },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const names = {
      ...{ id: "subnet-id", vpcId: "vpc-id", cidrBlock: "cidr-block", state: "state" },
      ...{ availabilityZone: "availability-zone", defaultForAz: "defaultForAz" },
    };
    const subnet = one(findSubnets(inputs, names, context.cloud, where), "EC2 Subnet");
    return {
      ...{
        id: subnet.id,
        vpcId: subnet.vpcId,
        cidrBlock: subnet.cidr,
        availabilityZone: subnet.zone,
        tags: subnet.tags,
      },
      ...{ defaultForAz: subnet.default, mapPublicIpOnLaunch: subnet.public, state: "available", region: where },
      ...{ arn: arn(where, `subnet/${subnet.id}`), ownerId: account, availableIpAddressCount: 250 },
      ...{ assignIpv6AddressOnCreation: false, enableDns64: false, ipv6Native: false, ipv6CidrBlock: "" },
      ...{ mapCustomerOwnedIpOnLaunch: false, privateDnsHostnameTypeOnLaunch: "ip-name", outpostArn: "" },
    };
  },
};

const getSubnets: LookUp = {
  inputs: { filters, region, tags: map },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const ids = findSubnets(inputs, {}, context.cloud, where).map(({ id }) => id);
    return { id: where, ids, region: where, tags: inputs.tags ?? {} };
  },
};

const getInstanceType: LookUp = {
  inputs: { instanceType: required(string), region },
  run(inputs, context) {
    const name = String(inputs.instanceType);
    const type = findInstanceType(name);
    if (!type)
      throw new Error(
        `reading EC2 Instance Type (${name}): ${new ApiError("InvalidInstanceType", `The following supplied instance types do not exist: [${name}]`).message}`,
      );
    return {
      ...{
        id: name,
        instanceType: name,
        region: regionOf(inputs, context),
        supportedArchitectures: [type.architecture],
      },
      ...{ defaultVcpus: type.cpus, memorySize: type.memoryMiB, burstablePerformanceSupported: isBurstable(name) },
      ...{ bareMetal: false, currentGeneration: true, hypervisor: "nitro", supportedVirtualizationTypes: ["hvm"] },
      ...{ supportedRootDeviceTypes: ["ebs"], supportedUsagesClasses: ["on-demand", "spot"] },
      ...{ ebsNvmeSupport: "required", ebsEncryptionSupport: "supported", enaSupport: "required" },
      ...{ instanceStorageSupported: false, freeTierEligible: /^t[34]g?\.micro$/.test(name) },
    };
  },
};

const getRegion: LookUp = {
  inputs: { endpoint: string, id: string, name: string, region },
  check: (inputs) => checkRegion(inputs.region ?? inputs.name, inputs.region === undefined ? "name" : "region"),
  run(inputs, context: Context) {
    const name = (inputs.region ?? inputs.name ?? regionOf({}, context)) as string;
    return { id: name, name, region: name, endpoint: `ec2.${name}.amazonaws.com`, description: name };
  },
};

const getCallerIdentity: LookUp = {
  inputs: { id: string },
  run: () => ({
    id: account,
    accountId: account,
    arn: `arn:aws:iam::${account}:user/laboratory`,
    userId: "AIDALABORATORY",
  }),
};

/** Nothing found is an empty list. */
const getInstances: LookUp = {
  inputs: { filters, instanceStateNames: { type: ["string"] }, instanceTags: map, region },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const states = (inputs.instanceStateNames as string[] | undefined) ?? ["running"];
    const wanted = isMap(inputs.instanceTags) ? Object.entries(inputs.instanceTags) : [];
    const given = [
      ...((inputs.filters as Filter[] | undefined) ?? []),
      ...wanted.map(([key, value]) => ({ name: `tag:${key}`, values: [String(value)] })),
    ];
    const all = livingInstances(context.cloud).filter((one) => one.region === where && states.includes(one.state));
    const found = select(
      all,
      given,
      { "image-id": ({ ami }) => ami, "instance-id": ({ id }) => id, "ip-address": ({ publicIp }) => publicIp ?? "" },
      ({ tags }) => tags,
    );
    return {
      ...{ id: where, ids: found.map(({ id }) => id), region: where, instanceTags: inputs.instanceTags ?? {} },
      ...{
        privateIps: found.map(({ privateIp }) => privateIp),
        publicIps: found.flatMap(({ publicIp }) => publicIp ?? []),
      },
      ipv6Addresses: [],
    };
  },
};

const getLaunchTemplate: LookUp = {
  inputs: { filters, id: string, name: string, region, tags: map },
  run(inputs, context) {
    const where = regionOf(inputs, context);
    const all = context.cloud.all(launchTemplates).filter((one) => one.region === where);
    const named = all.filter(({ id, name }) => (inputs.id ?? id) === id && (inputs.name ?? name) === name);
    const tagged = isMap(inputs.tags) ? Object.entries(inputs.tags) : [];
    const given = [
      ...((inputs.filters as Filter[] | undefined) ?? []),
      ...tagged.map(([key, value]) => ({ name: `tag:${key}`, values: [String(value)] })),
    ];
    const found = one(
      select(named, given, { "launch-template-name": ({ name }) => name }, ({ tags }) => tags),
      "EC2 Launch Template",
    );
    return {
      ...{ id: found.id, name: found.name, region: where, tags: found.tags, defaultVersion: found.defaultVersion },
      ...{ latestVersion: found.versions.length, imageId: found.versions[found.defaultVersion - 1]?.imageId ?? "" },
    };
  },
};

export const lookUps: Record<string, LookUp> = {
  "aws:ec2/getAmi:getAmi": imageLookUp,
  "aws:ec2/getAmiIds:getAmiIds": imageIdsLookUp,
  "aws:ec2/getInstances:getInstances": getInstances,
  "aws:ec2/getLaunchTemplate:getLaunchTemplate": getLaunchTemplate,
  "aws:ec2/getVpc:getVpc": getVpc,
  "aws:ec2/getSubnet:getSubnet": getSubnet,
  "aws:ec2/getSubnets:getSubnets": getSubnets,
  "aws:ec2/getInstanceType:getInstanceType": getInstanceType,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getRegion:getRegion": getRegion,
};
