// SPDX-License-Identifier: Apache-2.0
// The leaf resources of hosts.ts, written by hand: as many, of the same types, with inputs of about the same size.
import { Instance, SecurityGroup, getAmi, getVpc } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { measured, names } from "./program";

const userData = "A".repeat(9000);
const order = "x".repeat(30_000);
const keyPair = () => ({ privateKey: "k".repeat(400), publicKey: "ssh-ed25519 AAAA" });

function host(name: string, ami: Promise<string>, vpcId: Promise<string>): void {
  const tags = { Name: name, project: pulumi.getProject(), stack: pulumi.getStack(), host: name };
  const hostKey = new pulumi.Stash(`${name}-host-key`, { input: pulumi.secret(keyPair()) });
  const loginKey = new pulumi.Stash(`${name}-login-key`, { input: pulumi.secret(keyPair()) });
  const group = new SecurityGroup(`${name}-security-group`, { vpcId, description: "A Docker host", tags });
  const securityGroupId = group.id;
  const ssh = new SecurityGroupIngressRule(`${name}-ssh`, {
    ...{ securityGroupId, cidrIpv4: "203.0.113.0/24", ipProtocol: "tcp", fromPort: 22, toPort: 22 },
    ...{ description: "SSH", tags },
  });
  const outward = new SecurityGroupEgressRule(`${name}-egress`, {
    ...{ securityGroupId, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", tags },
  });
  const machine = new Instance(
    `${name}-machine`,
    {
      ...{ ami, instanceType: "t3.small", vpcSecurityGroupIds: [securityGroupId], associatePublicIpAddress: true },
      userDataBase64: pulumi.all([hostKey.output, loginKey.output]).apply(() => userData),
      userDataReplaceOnChange: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true, deleteOnTermination: true, tags },
      tags,
    },
    { dependsOn: outward },
  );
  new pulumi.Stash(`${name}-told`, { input: pulumi.secret("-".repeat(1000)) }, { dependsOn: machine });
  const way = pulumi.all([machine.publicIp, loginKey.output]).apply((all) => JSON.stringify(all));
  const access = new pulumi.Stash(`${name}-access`, { input: pulumi.secret(way) }, { dependsOn: [machine, ssh] });
  const stdin = pulumi.secret(pulumi.all([access.urn, machine.publicIp]).apply(() => order));
  new local.Command(
    `${name}-check`,
    { interpreter: ["bash", "-c"], create: "cat", stdin, triggers: [machine.id] },
    { dependsOn: [machine, ssh], deletedWith: machine },
  );
}

measured(() => {
  const owners = ["792107900819"];
  const filters = [{ name: "name", values: ["Rocky-9-EC2-Base-9.*"] }];
  const ami = getAmi({ owners, filters, mostRecent: true }).then(({ id }) => id);
  const vpcId = getVpc({ default: true }).then(({ id }) => id);
  for (const name of names) host(name, ami, vpcId);
});
