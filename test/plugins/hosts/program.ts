// SPDX-License-Identifier: Apache-2.0
// A host on each platform, as an SDK of any language asks for it: by the name of its type.
import * as pulumi from "@pulumi/pulumi";

class Host extends pulumi.ComponentResource {
  declare readonly machineId: pulumi.Output<string>;
  declare readonly instanceId: pulumi.Output<string>;
  declare readonly securityGroupId: pulumi.Output<string>;
  declare readonly firewallId: pulumi.Output<string>;
  constructor(type: string, name: string, args: pulumi.Inputs) {
    const outputs = { machineId: undefined, instanceId: undefined, securityGroupId: undefined, firewallId: undefined };
    super(type, name, { ...args, ...outputs }, {}, true);
  }
}

const none = "/dev/null";
export const local = new Host("pulumi-docker-host:index:LocalDockerHost", "local", {
  image: { name: "Rocky 9", disk: none, kernel: none, initrd: none },
  directory: process.env.FOLDER,
}).machineId;

const onAws = new Host("pulumi-docker-host-aws:index:AwsDockerHost", "aws", { sshIngressCidrs: ["203.0.113.0/24"] });
export const aws = [onAws.machineId, onAws.instanceId, onAws.securityGroupId];

const onGcp = new Host("pulumi-docker-host-gcp:index:GcpDockerHost", "gcp", {
  zone: "europe-west1-b",
  sshSourceRanges: ["203.0.113.0/24"],
});
export const gcp = [onGcp.machineId, onGcp.instanceId, onGcp.firewallId];
