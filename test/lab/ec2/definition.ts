// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudDefinition } from "../cloud/resource-type";
import { eip, eipAssociation } from "./eip";
import { instance } from "./instance";
import { internetGateway } from "./internet-gateway";
import { lookUps } from "./look-ups";
import { checkConfig } from "./region";
import { route } from "./route";
import { routeTable } from "./route-table";
import { routeTableAssociation } from "./route-table-association";
import { securityGroup } from "./security-group";
import { securityGroupRule } from "./security-group-rule";
import { subnet } from "./subnet";
import { volume } from "./volume";
import { volumeAttachment } from "./volume-attachment";
import { vpc } from "./vpc";

const sdk = join(__dirname, "..", "..", "..", "node_modules", "@pulumi", "aws", "package.json");

/** The part of the package `aws` that AwsDockerHost and the examples use, in the version of the installed SDK. */
export const aws: CloudDefinition = {
  name: "aws",
  version: (JSON.parse(readFileSync(sdk, "utf8")) as { version: string }).version.replace(/^v/, ""),
  resources: {
    "aws:ec2/instance:Instance": instance,
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
