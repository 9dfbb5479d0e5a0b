// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { CloudUnderTest } from "../cloud/under-test";
import { aws } from "./definition";
import { amiId } from "./images";

export const types = {
  instance: "aws:ec2/instance:Instance",
  group: "aws:ec2/securityGroup:SecurityGroup",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  eip: "aws:ec2/eip:Eip",
  association: "aws:ec2/eipAssociation:EipAssociation",
  volume: "aws:ebs/volume:Volume",
  attachment: "aws:ec2/volumeAttachment:VolumeAttachment",
};

export const imageTypes = {
  state: "aws:ec2transitgateway/instanceState:InstanceState",
  image: "aws:ec2/amiFromInstance:AmiFromInstance",
  registered: "aws:ec2/ami:Ami",
  snapshot: "aws:ebs/snapshot:Snapshot",
  tag: "aws:ec2/tag:Tag",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
};

export const networkTypes = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  table: "aws:ec2/routeTable:RouteTable",
  route: "aws:ec2/route:Route",
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
};

export const region = "eu-central-1";
export const ami = amiId(region, "Rocky-9-EC2-Base-9.5-20241118.0.x86_64");
export const armAmi = amiId(region, "Rocky-9-EC2-Base-9.5-20241118.0.aarch64");
export const instanceArgs: Properties = { ami, instanceType: "t3.small" };
export const ssh = (securityGroupId: string, cidrIpv4 = "127.0.0.1/32"): Properties => ({
  ...{ securityGroupId, cidrIpv4, ipProtocol: "tcp", fromPort: 22, toPort: 22 },
});

export async function ec2(): Promise<CloudUnderTest> {
  const cloud = new CloudUnderTest(aws);
  await cloud.configure({ region });
  return cloud;
}
