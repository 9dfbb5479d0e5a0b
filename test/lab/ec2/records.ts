// SPDX-License-Identifier: Apache-2.0
// What lies in the cloud's folder, and what EC2 calls things.
import { createHash, randomBytes } from "node:crypto";

import type { Kind } from "../cloud/folder";

export type Tags = Record<string, string>;

export interface Instance {
  id: string;
  region: string;
  zone: string;
  subnetId: string;
  vpcId: string;
  interfaceId: string;
  mac: string;
  privateIp: string;
  publicIp?: string;
  /** The public address is not an Elastic IP: it goes when the machine stops. */
  ephemeral: boolean;
  /** Gets a public address whenever it starts. */
  autoPublic: boolean;
  groupIds: string[];
  ami: string;
  instanceType: string;
  keyName?: string;
  profile?: string;
  launched: string;
  /** While it is `pending` or `stopping`, that no process is there says nothing. */
  state: "pending" | "running" | "stopping" | "stopped";
  shutdownBehavior: string;
  disableApiTermination: boolean;
  metadataOptions: Record<string, string | number>;
  rootVolume: RootVolume;
  spotRequestId?: string;
  tags: Tags;
}

export interface RootVolume {
  volumeId: string;
  volumeSize: number;
  [setting: string]: unknown;
}

export interface Group {
  id: string;
  region: string;
  vpcId: string;
  name: string;
  description: string;
  tags: Tags;
}

export interface Rule {
  id: string;
  region: string;
  groupId: string;
  ingress: boolean;
  protocol: string;
  fromPort: number;
  toPort: number;
  cidrIpv4?: string;
  cidrIpv6?: string;
  prefixListId?: string;
  referencedGroupId?: string;
  description?: string;
}

export interface ElasticIp {
  allocationId: string;
  region: string;
  publicIp: string;
  associationId?: string;
  instanceId?: string;
  /** All who have had it, the first one first. */
  holders?: string[];
  tags: Tags;
}

export interface Volume {
  id: string;
  region: string;
  zone: string;
  size: number;
  /** The ARN of the key, where it is encrypted. */
  kmsKeyId?: string;
  instanceId?: string;
  deviceName?: string;
  tags: Tags;
}

/** One that was made here. The others are in `images.ts`. */
export interface OwnImage {
  id: string;
  region: string;
  name: string;
  description: string;
  architecture: string;
  creationDate: string;
  /** `pending` until the snapshot is whole. */
  state: "pending" | "available";
  snapshotId: string;
  sourceInstanceId: string;
  deprecationTime?: string;
  tags: Tags;
}

/** Its disk is a qcow2 file beside its record. */
export interface Snapshot {
  id: string;
  region: string;
  volumeId: string;
  size: number;
  /** The ARN of the key, where it is encrypted. */
  kmsKeyId?: string;
  description: string;
  tags: Tags;
}

export interface LaunchTemplate {
  id: string;
  region: string;
  name: string;
  /** What each version says, the first one first. */
  versions: Record<string, unknown>[];
  defaultVersion: number;
  tags: Tags;
}

export interface Vpc {
  id: string;
  region: string;
  cidr: string;
  default: boolean;
  /** Machines with a public address have a public name as well. */
  dnsHostnames: boolean;
  dnsSupport: boolean;
  tags: Tags;
}

export interface Subnet {
  id: string;
  region: string;
  vpcId: string;
  cidr: string;
  zone: string;
  /** One in each zone of the default VPC. */
  default: boolean;
  /** Machines get a public address where nothing is said. */
  public: boolean;
  tags: Tags;
}

export interface InternetGateway {
  id: string;
  region: string;
  /** Absent: it is attached to nothing. */
  vpcId?: string;
  tags: Tags;
}

export interface RouteTable {
  id: string;
  region: string;
  vpcId: string;
  /** Comes and goes with its VPC, and holds for subnets that have no other. */
  main: boolean;
  tags: Tags;
}

export interface Route {
  id: string;
  tableId: string;
  cidr: string;
  gatewayId: string;
}

export interface RouteTableAssociation {
  id: string;
  tableId: string;
  subnetId: string;
}

export const instances: Kind<Instance> = { folder: "instances" };
export const groups: Kind<Group> = { folder: "security-groups" };
export const rules: Kind<Rule> = { folder: "security-group-rules" };
export const elasticIps: Kind<ElasticIp> = { folder: "elastic-ips" };
export const volumes: Kind<Volume> = { folder: "volumes" };
export const ownImages: Kind<OwnImage> = { folder: "images" };
export const snapshots: Kind<Snapshot> = { folder: "snapshots" };
export const launchTemplates: Kind<LaunchTemplate> = { folder: "launch-templates" };
/** Those that a program has made; `networks.ts` has the others as well. */
export const madeVpcs: Kind<Vpc> = { folder: "vpcs" };
export const madeSubnets: Kind<Subnet> = { folder: "subnets" };
export const internetGateways: Kind<InternetGateway> = { folder: "internet-gateways" };
export const routeTables: Kind<RouteTable> = { folder: "route-tables" };
export const routes: Kind<Route> = { folder: "routes" };
export const routeTableAssociations: Kind<RouteTableAssociation> = { folder: "route-table-associations" };

export const account = "123456789012";

/** `i-0` and 16 more hexadecimal digits. */
export const newId = (prefix: string): string => `${prefix}-0${randomBytes(8).toString("hex")}`;

/** The same for the same words: for what exists in every region, under another id in each. */
export const fixedId = (prefix: string, ...words: string[]): string =>
  `${prefix}-0${createHash("sha256").update(words.join("\n")).digest("hex").slice(0, 16)}`;

export const arn = (region: string, path: string): string => `arn:aws:ec2:${region}:${account}:${path}`;
