// SPDX-License-Identifier: Apache-2.0
// The group of machines that GitLab's docker-autoscaler asks for: it is empty until a job comes, and the runner's manager alone
// makes it larger and smaller.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AwsDockerImage, AwsDockerTemplate } from "pulumi-docker-host/aws";

const config = new pulumi.Config();

// The machines boot with Docker on their disk, so that a job waits for a boot and for no installation.
const baked = new AwsDockerImage("runner", {
  sshIngressCidrs: config.requireObject<string[]>("sshIngressCidrs"),
  rotateImage: config.get("imageOf"),
});

const reached = new aws.ec2.SecurityGroup("runner", {
  vpcId: config.require("vpcId"),
  description: "The manager of the runner comes in by SSH; jobs reach everything",
});
new aws.vpc.SecurityGroupIngressRule("manager", {
  securityGroupId: reached.id,
  referencedSecurityGroupId: config.require("managerSecurityGroupId"),
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
});
const outward = new aws.vpc.SecurityGroupEgressRule("outward", {
  securityGroupId: reached.id,
  ipProtocol: "-1",
  cidrIpv4: "0.0.0.0/0",
});

const template = new AwsDockerTemplate("runner", {
  amiId: baked.image,
  securityGroupIds: [reached.id],
  // The manager logs in as the image's login, which is in the group docker.
  loginKeys: [config.require("loginKey")],
  // Several jobs, each with connections of its own.
  sshMaxStartups: 100,
  sshMaxSessions: 100,
});

const group = new aws.autoscaling.Group(
  "runner",
  {
    launchTemplate: { id: template.launchTemplateId, version: template.version },
    vpcZoneIdentifiers: config.requireObject<string[]>("subnetIds"),
    // How many there are is the manager's business: without `desiredCapacity`, an update leaves that as it is.
    minSize: 0,
    maxSize: config.requireNumber("maxMachines"),
    // No machine with a job on it is ended but by the manager.
    protectFromScaleIn: true,
    suspendedProcesses: ["AZRebalance"],
    waitForCapacityTimeout: "0",
  },
  { dependsOn: outward },
);

/** For `name` in the manager's plugin_config. */
export const groupName = group.name;
/** For `username` in the manager's connector_config. */
export const username = "rocky";
export const dockerVersion = baked.dockerVersion;
