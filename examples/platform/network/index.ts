// SPDX-License-Identifier: Apache-2.0
// The network stack: changed rarely, by few. The application stacks take `subnetId` from it.
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
const tags = { Name: `${project}-${stack}`, project, stack };

const vpc = new ec2.Vpc("platform", { cidrBlock: config.require("cidr"), enableDnsHostnames: true, tags });
const subnet = new ec2.Subnet("public", {
  vpcId: vpc.id,
  cidrBlock: config.require("publicCidr"),
  mapPublicIpOnLaunch: true,
  tags,
});

const gateway = new ec2.InternetGateway("internet", { vpcId: vpc.id, tags });
const table = new ec2.RouteTable("public", { vpcId: vpc.id, tags });
new ec2.Route("internet", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
new ec2.RouteTableAssociation("public", { routeTableId: table.id, subnetId: subnet.id });

export const vpcId = vpc.id;
export const subnetId = subnet.id;
export const cidrBlock = vpc.cidrBlock;
