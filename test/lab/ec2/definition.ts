// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudDefinition } from "../cloud/resource-type";
import { eip, eipAssociation } from "./eip";
import { instance } from "./instance";
import { instanceState } from "./instance-state";
import { internetGateway } from "./internet-gateway";
import { launchTemplate } from "./launch-template";
import { lookUps } from "./look-ups";
import { ami, amiFromInstance } from "./own-image";
import { checkConfig } from "./region";
import { route } from "./route";
import { routeTable } from "./route-table";
import { routeTableAssociation } from "./route-table-association";
import { securityGroup } from "./security-group";
import { securityGroupRule } from "./security-group-rule";
import { snapshot } from "./snapshot";
import { subnet } from "./subnet";
import { tag } from "./tag";
import { volume } from "./volume";
import { volumeAttachment } from "./volume-attachment";
import { vpc } from "./vpc";

const sdk = join(__dirname, "..", "..", "..", "node_modules", "@pulumi", "aws", "package.json");

/** The part of the package `aws` that our components and the examples use, in the version of the installed SDK. */
export const aws: CloudDefinition = {
  name: "aws",
  version: (JSON.parse(readFileSync(sdk, "utf8")) as { version: string }).version.replace(/^v/, ""),
  resources: {
    "aws:ec2/instance:Instance": instance,
    "aws:ec2transitgateway/instanceState:InstanceState": instanceState,
    "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
    "aws:ec2/ami:Ami": ami,
    "aws:ec2/amiFromInstance:AmiFromInstance": amiFromInstance,
    "aws:ebs/snapshot:Snapshot": snapshot,
    "aws:ec2/tag:Tag": tag,
    "aws:ec2/securityGroup:SecurityGroup": securityGroup,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule(true),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule(false),
    "aws:ec2/eip:Eip": eip,
    "aws:ec2/eipAssociation:EipAssociation": eipAssociation,
    "aws:ebs/volume:Volume": volume,
    "aws:ec2/volumeAttachment:VolumeAttachment": volumeAttachment,
    "aws:ec2/vpc:Vpc": vpc,
    "aws:ec2/subnet:Subnet": subnet,
    "aws:ec2/internetGateway:InternetGateway": internetGateway,
    "aws:ec2/routeTable:RouteTable": routeTable,
    "aws:ec2/route:Route": route,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": routeTableAssociation,
  },
  lookUps,
  checkConfig,
};
