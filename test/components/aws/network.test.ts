// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { AwsDockerHostArgs, FirewallRuleArgs } from "../../../components/aws/args";
import { AwsDockerHost } from "../../../components/aws/docker-host";
import { createNetwork } from "../../../components/aws/network";
import { hostTags } from "../../../components/aws/tags";
import { RecordedProgram } from "../recorded-program";
import { account, type Asked, base, healthy, programWith } from "./host-under-test";

/** What the check says first where nothing answers. */
async function hint(args: Partial<AwsDockerHostArgs>) {
  await RecordedProgram.start(healthy, { call: account() });
  const parent = undefined as unknown as pulumi.Resource;
  const network = createNetwork(parent, "web", { ...base, ...args }, hostTags("web", {}, undefined));
  // The program has ended when each of them is there.
  const made = pulumi.all([...network.ingress, ...network.egress].map(({ urn }) => urn));
  return new Promise((resolve) => pulumi.all([network.hint, made]).apply(([text]) => resolve(text)));
}

describe("the rules", () => {
  test("let SSH in from the networks that are named, and everything out", async () => {
    const { program } = await programWith();
    const tags = { Name: "project-stack-web", project: "project", stack: "stack", host: "web" };
    const securityGroupId = "web-security-group-id";
    expect(program.find("web-ssh-203.0.113.0-24").inputs).toEqual({
      ...{ securityGroupId, cidrIpv4: "203.0.113.0/24", ipProtocol: "tcp", fromPort: 22, toPort: 22 },
      ...{ description: "SSH", tags },
    });
    expect(program.find("web-egress-all-0.0.0.0-0").inputs).toEqual({
      ...{ securityGroupId, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", tags },
    });
  });

  test("of the caller's own are there in both directions, and named for what they let through", async () => {
    const rule: FirewallRuleArgs = { protocol: "udp", port: 1, toPort: 9, cidrs: ["10.0.0.0/8"] };
    const { program } = await programWith({ ingress: [rule], egress: [rule] });
    for (const direction of ["ingress", "egress"]) {
      expect(program.find(`web-${direction}-udp-1-9-10.0.0.0-8`).inputs).toMatchObject({ fromPort: 1, toPort: 9 });
    }
  });
});

describe("the security group", () => {
  test("lies in the default VPC", async () => {
    const { program, asked } = await programWith();
    expect(program.find("web-security-group").inputs).toMatchObject({ vpcId: "vpc-default" });
    expect(asked.filter(([name]) => name !== "getAmi")).toEqual([["getVpc", { default: true }]]);
  });

  test("lies in the subnet's VPC, where there is one", async () => {
    const { program, asked } = await programWith({ subnetId: "subnet-0a" });
    expect(program.find("web-security-group").inputs).toMatchObject({ vpcId: "vpc-own" });
    expect(asked.filter(([name]) => name !== "getAmi")).toEqual([["getSubnet", { id: "subnet-0a" }]]);
  });

  test("lets the VPC's own network in on a private path", async () => {
    const { program } = await programWith({ sshIngressCidrs: undefined, connectBy: "privateAddress" });
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: "10.0.0.0/16", fromPort: 22, toPort: 22 });
  });

  test("lets the VPC's own network in, from where an EC2 Instance Connect Endpoint connects", async () => {
    const { program } = await programWith({ sshIngressCidrs: undefined, connectVia: "instanceConnect" });
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: "10.0.0.0/16", fromPort: 22, toPort: 22 });
  });

  test("lets nobody in for Session Manager", async () => {
    const { program } = await programWith({ sshIngressCidrs: undefined, connectVia: "ssm", iamInstanceProfile: "ssm" });
    const ingress = program.registrations.filter(({ type }) => type.endsWith("IngressRule"));
    expect(ingress).toEqual([]);
    expect(program.find("web-security-group").type).toBe("aws:ec2/securityGroup:SecurityGroup");
  });

  test("is made on a private path by a program whose mocks answer with nothing", async () => {
    const program = await RecordedProgram.start(healthy, { call: () => ({}) });
    await program.outputsOf(new AwsDockerHost("web", { subnetId: "subnet-0a", connectBy: "privateAddress" }));
    expect(program.find("web-ssh-0").inputs).toMatchObject({ fromPort: 22, toPort: 22 });
  });

  test("asks AWS nothing about networks where the caller has groups and a subnet", async () => {
    const own = { sshIngressCidrs: undefined, securityGroupIds: ["sg-1"], subnetId: "subnet-0a" };
    const asked: Asked = (await programWith(own)).asked;
    expect(asked.map(([name]) => name)).toEqual(["getAmi"]);
  });
});

describe("where nothing answers, the check says first", () => {
  const ours = "security group web-security-group-id lets";
  test.each<[string, Partial<AwsDockerHostArgs>]>([
    [`${ours} port 22 in from 203.0.113.0/24 only; is this computer's address in it`, {}],
    [
      `${ours} port 22 in from 10.0.0.0/16 only; is the bastion's address in it`,
      { sshIngressCidrs: undefined, proxy: { host: "198.51.100.1" } },
    ],
    [
      `${ours} port 22 in from 10.0.0.0/16 only; is the EC2 Instance Connect Endpoint's address in it`,
      { sshIngressCidrs: undefined, connectVia: "instanceConnect" },
    ],
    [
      "the machine reaches Session Manager over HTTPS: by its public address, a NAT, a proxy or VPC endpoints",
      { sshIngressCidrs: undefined, connectVia: "ssm" },
    ],
    [
      "the machine reaches Session Manager over HTTPS: by its public address, a NAT, a proxy or VPC endpoints",
      { sshIngressCidrs: undefined, connectVia: "ssm", securityGroupIds: ["sg-1"] },
    ],
    [
      `${ours} nobody in to port 22; put this computer's network into sshIngressCidrs, or add a rule`,
      { sshIngressCidrs: [] },
    ],
    [
      "one of the security groups sg-1, sg-2 must let this computer's address in to port 22",
      { sshIngressCidrs: undefined, securityGroupIds: ["sg-1", "sg-2"] },
    ],
  ])("%s", async (text, args) => {
    expect(await hint(args)).toBe(text);
  });
});
