// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

const mockIsMocked = jest.fn(() => false);
jest.mock("../../../components/mocks", () => ({ isMocked: () => mockIsMocked(), saysNothing: () => false }));
// A hook is what it calls, and when.
jest.mock("../../../components/hook", () => ({
  hook: (_name: string, callback: unknown, options: unknown) => ({ callback, options }),
}));

import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { givesAddress } from "../../../components/aws/default-subnet";
import { RecordedProgram, type Reply } from "../recorded-program";
import { type Asked, base } from "./host-under-test";

interface Hook {
  callback: (of: { newInputs: object }) => Promise<void>;
  options: object;
}

/** The hooks of a host's machine, and what AWS was asked when one was about to be made. */
async function made(args: Partial<AwsDockerHostArgs>, call: Reply = () => ({ ids: [] }), newInputs: object = {}) {
  const asked: Asked = [];
  const program = await RecordedProgram.start(() => ({}), {
    call: (question) => {
      asked.push([question.token.replace(/.*:/, ""), question.inputs as Asked[number][1]]);
      return call(question);
    },
  });
  const parent = new pulumi.ComponentResource("test:index:Host", "web");
  await program.outputsOf(parent);
  const hooks = givesAddress(parent, "web", { ...base, ...args });
  const [first] = hooks as unknown as Hook[];
  await first?.callback({ newInputs });
  return { asked, hooks, options: first?.options };
}

const closed = () => ({ ids: ["subnet-0a", "subnet-0b"] });

test("a default subnet without public addresses is told of before a machine is made, in the preview", async () => {
  const problem = `subnetId is missing: AWS picks a subnet of the default VPC, and subnet-0a, subnet-0b of these give no public address; name one, in which the machine then gets its address, or let each give addresses, as with "aws ec2 modify-subnet-attribute --subnet-id subnet-0a --map-public-ip-on-launch"`;
  await expect(made({}, closed)).rejects.toThrow(problem);
  await expect(made({ connectBy: "privateAddress", publicAddress: "ephemeral" }, closed)).rejects.toThrow(problem);
  await expect(made({ publicAddress: "elastic" }, closed)).rejects.toThrow(problem);
  expect((await made({})).options).toEqual({ onDryRun: true });
});

test("the default VPC's subnets of the machine's region are asked for", async () => {
  const filters = [
    { name: "default-for-az", values: ["true"] },
    { name: "map-public-ip-on-launch", values: ["false"] },
  ];
  expect((await made({}, undefined, { region: "us-east-1" })).asked).toEqual([
    ["getSubnets", { filters, region: "us-east-1" }],
  ]);
  expect((await made({})).asked).toEqual([["getSubnets", { filters }]]);
});

test.each<[string, Partial<AwsDockerHostArgs>]>([
  ["the caller names a subnet", { subnetId: "subnet-0a" }],
  ["nobody dials the machine at its Elastic IP", { publicAddress: "elastic", connectBy: "privateAddress" }],
  ["the machine is reached by its private address", { connectBy: "privateAddress" }],
  ["the machine is reached through a bastion", { proxy: { host: "bastion.example" } }],
])("where %s, nothing is asked", async (_when, args) => {
  expect(await made(args, closed)).toMatchObject({ asked: [], hooks: [] });
});

test("who may not ask for subnets gets the machine all the same", async () => {
  const refuse = () => {
    throw new Error("UnauthorizedOperation: ec2:DescribeSubnets");
  };
  expect((await made({}, refuse)).asked).toHaveLength(1);
});

test("a program that is tested with Pulumi's mocks asks nothing", async () => {
  mockIsMocked.mockReturnValueOnce(true);
  expect((await made({})).hooks).toEqual([]);
});
