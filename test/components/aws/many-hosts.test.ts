// SPDX-License-Identifier: Apache-2.0
// A hundred hosts in one program: each with what one host has, under itself, and nothing twice.
import { AwsDockerHost } from "../../../components/aws/docker-host";
import { RecordedProgram } from "../recorded-program";
import { account, base, healthy } from "./host-under-test";

const names = Array.from({ length: 100 }, (_, i) => `host-${i}`);

test("a hundred hosts have twelve resources each, all below their host", async () => {
  const program = await RecordedProgram.start(healthy, { call: account() });
  const hosts = names.map((name) => new AwsDockerHost(name, base));
  await Promise.all(hosts.map((host) => program.outputsOf(host)));

  const counts = new Map<string, number>();
  for (const { type } of program.registrations) counts.set(type, (counts.get(type) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    "pulumi-docker-host:index:AwsDockerHost": 100,
    "pulumi-docker-host:index:HostHealth": 100,
    "pulumi:index:Stash": 500,
    "aws:ec2/securityGroup:SecurityGroup": 100,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 100,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 100,
    "aws:ec2/instance:Instance": 100,
    "command:local:Command": 100,
  });
  const owner = ({ name }: { name: string }) => /^host-\d+/.exec(name)?.[0];
  const strangers = program.registrations.filter(
    (one) => one.parent !== undefined && ![owner(one), `${owner(one)}-health`].includes(one.parent),
  );
  expect(strangers.map(({ name }) => name)).toEqual([]);
  expect(new Set(program.registrations.map(({ name }) => name)).size).toBe(1200);
});
