// SPDX-License-Identifier: Apache-2.0
// What the metadata service of a machine knows, written where imds.mjs reads it. It may change while the machine runs.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudFolder } from "../cloud/folder";
import { catalogue } from "./images";
import { findInstanceType } from "./instance-types";
import { internalName, publicName, subnets, vpcs } from "./networks";
import { account, fixedId, groups, type Instance } from "./records";

interface Tree {
  [name: string]: Tree | string;
}

/** Bytes as the machine gets them: base64 is taken off, gzip is not. `undefined`: there is none. */
export function writeUserData(directory: string, userData: Buffer | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (userData && userData.length > 0) writeFileSync(join(directory, "user-data"), userData, { mode: 0o600 });
}

export function writeMetadata(cloud: CloudFolder, instance: Instance): void {
  const directory = cloud.machine(instance.id);
  const key = join(directory, "token-key");
  if (!existsSync(key)) writeFileSync(key, randomBytes(32), { mode: 0o600 });
  const tree = { dynamic: identity(instance), "meta-data": metadata(cloud, instance) };
  const file = join(directory, "metadata.json");
  writeFileSync(`${file}.new`, JSON.stringify({ options: instance.metadataOptions, tree }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function metadata(cloud: CloudFolder, instance: Instance): Tree {
  const { id, region, privateIp, publicIp, keyName, profile, mac } = instance;
  const host = internalName(privateIp, region);
  const names = groupNames(cloud, instance);
  const publicKey = keyName === undefined ? undefined : catalogue(cloud).keyPairs?.[keyName];
  return {
    ...{ "ami-id": instance.ami, "ami-launch-index": "0", "ami-manifest-path": "(unknown)" },
    "block-device-mapping": { ami: "/dev/sda1", root: "/dev/sda1" },
    ...{ hostname: host, "instance-action": "none", "instance-id": id, "instance-type": instance.instanceType },
    ...{ "instance-life-cycle": instance.spotRequestId ? "spot" : "on-demand", "local-hostname": host },
    ...(profile && {
      iam: {
        info: JSON.stringify({
          Code: "Success",
          InstanceProfileArn: `arn:aws:iam::${account}:instance-profile/${profile}`,
        }),
        // The laboratory's profiles hold a role of the same name.
        "security-credentials": { [profile]: JSON.stringify(roleKeys(instance), null, 2) },
      },
    }),
    ...{ "local-ipv4": privateIp, mac, network: { interfaces: { macs: { [mac]: card(cloud, instance) } } } },
    placement: { "availability-zone": instance.zone, region },
    ...{ profile: "default-hvm", system: "nitro", "reservation-id": fixedId("r", id), "security-groups": names },
    ...(publicIp && { "public-hostname": publicName(publicIp, region), "public-ipv4": publicIp }),
    ...(publicKey !== undefined && {
      "public-keys": { 0: { " name": keyName ?? "", "openssh-key": `${publicKey.trim()}\n` } },
    }),
    services: { domain: "amazonaws.com", partition: "aws" },
    ...(instance.metadataOptions.instanceMetadataTags === "enabled" && { tags: { instance: instance.tags } }),
  };
}

/** Keys that nobody takes for AWS's own. */
function roleKeys({ launched }: Instance) {
  return {
    ...{ Code: "Success", LastUpdated: launched, Type: "AWS-HMAC", AccessKeyId: "ASIALABORATORY000000" },
    ...{ SecretAccessKey: "of-the-laboratory", Token: "of-a-session", Expiration: "2099-01-01T00:00:00Z" },
  };
}

function card(cloud: CloudFolder, instance: Instance): Tree {
  const { region, privateIp, publicIp, mac } = instance;
  const subnet = subnets(cloud, region).find(({ id }) => id === instance.subnetId);
  const vpc = vpcs(cloud, region).find(({ id }) => id === instance.vpcId);
  return {
    ...{ "device-number": "0", "interface-id": instance.interfaceId, mac, "owner-id": account },
    ...{ "local-hostname": internalName(privateIp, region), "local-ipv4s": privateIp },
    ...(publicIp && {
      "public-hostname": publicName(publicIp, region),
      "public-ipv4s": publicIp,
      "ipv4-associations": { [publicIp]: privateIp },
    }),
    ...{ "security-group-ids": instance.groupIds.join("\n"), "security-groups": groupNames(cloud, instance) },
    ...{ "subnet-id": instance.subnetId, "subnet-ipv4-cidr-block": subnet?.cidr ?? "" },
    ...{ "vpc-id": instance.vpcId, "vpc-ipv4-cidr-block": vpc?.cidr ?? "", "vpc-ipv4-cidr-blocks": vpc?.cidr ?? "" },
  };
}

const groupNames = (cloud: CloudFolder, { groupIds }: Instance): string =>
  groupIds.map((id) => cloud.find(groups, id)?.name ?? id).join("\n");

function identity(instance: Instance): Tree {
  const document = {
    ...{ accountId: account, architecture: findInstanceType(instance.instanceType)?.architecture },
    ...{ availabilityZone: instance.zone, billingProducts: null, devpayProductCodes: null, kernelId: null },
    ...{ imageId: instance.ami, instanceId: instance.id, instanceType: instance.instanceType, ramdiskId: null },
    ...{ marketplaceProductCodes: null, pendingTime: instance.launched, privateIp: instance.privateIp },
    ...{ region: instance.region, version: "2017-09-30" },
  };
  return { "instance-identity": { document: JSON.stringify(document, null, 2) } };
}
