// SPDX-License-Identifier: Apache-2.0
import { AwsSwarmNetwork } from "../../../components/aws";
import type { AwsSwarmNetworkArgs } from "../../../components/aws/swarm-network-args";
import { awsSwarmNetworkProblems } from "../../../components/problems";
import { RecordedProgram } from "../recorded-program";
import { account, type Asked } from "./host-under-test";

async function programWith(args?: AwsSwarmNetworkArgs) {
  const asked: Asked = [];
  const program = await RecordedProgram.start(() => ({}), { call: account(asked) });
  const network = new AwsSwarmNetwork("swarm", args);
  return { program, network, asked, outputs: await program.outputsOf(network) };
}

const nothing = {
  ...{ parent: "swarm", dependencies: [], deletedWith: undefined, ignoreChanges: [], replaceOnChanges: [] },
  ...{ deleteBeforeReplace: false, customTimeouts: {}, additionalSecretOutputs: [] },
};
const group = "swarm-security-group";
const rules = (...names: string[]) =>
  ["Ingress", "Egress"].flatMap((direction) =>
    names.map((name) => ({
      ...nothing,
      type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
      name: `swarm-${direction.toLowerCase()}-${name}`,
      dependencies: [group],
    })),
  );
const always = ["management", "gossip-tcp", "gossip-udp", "overlay"];
const children = (...names: string[]) =>
  [
    { ...nothing, type: "pulumi-docker-host:index:AwsSwarmNetwork", name: "swarm", parent: undefined },
    { ...nothing, type: "aws:ec2/securityGroup:SecurityGroup", name: group },
    ...rules(...names),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
const shapes = (program: RecordedProgram) =>
  program.registrations
    .map(({ inputs: _inputs, ...shape }) => shape)
    .sort((one, other) => (one.name < other.name ? -1 : 1));

test("is a group in the default VPC, and a rule in and out for each kind of traffic", async () => {
  const { program, asked } = await programWith();
  expect(shapes(program)).toEqual(children(...always).map((child) => expect.objectContaining(child) as unknown));
  expect(asked.map(([name, inputs]) => [name, inputs.default])).toEqual([["getVpc", true]]);
  expect(program.find(group).inputs).toEqual({
    ...{ vpcId: "vpc-default", description: "Members of a swarm" },
    tags: { Name: "project-stack-swarm", project: "project", stack: "stack" },
  });
});

test("each rule is for members of the group alone", async () => {
  const { program } = await programWith({ encryptedOverlays: true, dataPathPort: 5789 });
  expect(shapes(program)).toEqual(
    children(...always, "encryption").map((child) => expect.objectContaining(child) as unknown),
  );
  const itself = { securityGroupId: "swarm-security-group-id", referencedSecurityGroupId: "swarm-security-group-id" };
  const tags = { Name: "project-stack-swarm", project: "project", stack: "stack" };
  for (const direction of ["ingress", "egress"]) {
    const made = [...always, "encryption"].map((name) => program.find(`swarm-${direction}-${name}`).inputs);
    expect(made).toEqual(
      [
        { description: "Swarm management", ipProtocol: "tcp", fromPort: 2377, toPort: 2377 },
        { description: "Swarm gossip", ipProtocol: "tcp", fromPort: 7946, toPort: 7946 },
        { description: "Swarm gossip", ipProtocol: "udp", fromPort: 7946, toPort: 7946 },
        { description: "Overlay networks", ipProtocol: "udp", fromPort: 5789, toPort: 5789 },
        { description: "Encrypted overlay networks", ipProtocol: "50" },
      ].map((rule) => ({ ...itself, tags, ...rule })),
    );
  }
});

test("is where the caller says, with the caller's tags", async () => {
  const { program, asked } = await programWith({
    vpcId: "vpc-0a",
    region: "eu-west-1",
    tags: { team: "a", project: "b" },
  });
  expect(asked).toEqual([]);
  const tags = { Name: "project-stack-swarm", project: "b", stack: "stack", team: "a" };
  expect(program.find(group).inputs).toMatchObject({ vpcId: "vpc-0a", region: "eu-west-1", tags });
  expect(program.find("swarm-egress-overlay").inputs).toMatchObject({ region: "eu-west-1", tags });
});

test("its output is the group's id, once all rules are there", async () => {
  const { outputs, network } = await programWith();
  expect(outputs.securityGroupId).toBe("swarm-security-group-id");
  expect(network.securityGroup).toBeDefined();
});

test.each<[string, string, object]>([
  ["vpcId", `"default" is not the id of a VPC, for example "vpc-0123456789abcdef0"`, { vpcId: "default" }],
  ["encryptedOverlays", `"yes" is none of true, false`, { encryptedOverlays: "yes" }],
  ["dataPathPort", `1023 is not a port from 1024 to 49151`, { dataPathPort: 1023 }],
  ["dataPathPort", `7946 is what members gossip at; use another, such as 4789`, { dataPathPort: 7946 }],
  ["vpcid", `does not exist; did you mean "vpcId"?`, { vpcid: "vpc-0a" }],
])("%s: %s", (path, message, args) => {
  expect(awsSwarmNetworkProblems(args)).toMatchObject([{ path, message }]);
});

test("wrong arguments are refused before anything is registered, all at once", async () => {
  await RecordedProgram.start(() => ({}));
  expect(() => new AwsSwarmNetwork("swarm", { vpcId: "a", dataPathPort: 1 })).toThrow(
    /^the swarm network's arguments have 2 problems:\n/,
  );
});
