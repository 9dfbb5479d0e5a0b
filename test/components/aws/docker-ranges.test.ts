// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { AwsDockerHost } from "../../../components/aws/docker-host";
import { RecordedProgram, type Reply } from "../recorded-program";
import { account, type Asked, healthy } from "./host-under-test";

/** What is warned of, and what AWS was asked, for a private host in a subnet 172.16.3.0/24. */
async function warnings(args: Partial<AwsDockerHostArgs>, vpc = "172.16.0.0/12") {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  const asked: Asked = [];
  const call: Reply = async (question) => ({
    ...(await account(asked)(question)),
    ...(question.token.endsWith(":getVpc") && { cidrBlock: vpc }),
    ...(question.token.endsWith(":getSubnet") && { cidrBlock: "172.16.3.0/24" }),
  });
  const program = await RecordedProgram.start(healthy, { call });
  await program.outputsOf(new AwsDockerHost("web", { subnetId: "subnet-0a", connectBy: "privateAddress", ...args }));
  const said = warn.mock.calls.map(([message]) => message);
  warn.mockRestore();
  return { said, asked: asked.map(([name]) => name).filter((name) => name !== "getAmi") };
}

const overlap = (taken: string) =>
  `docker.addressPools: the VPC of the subnet is 172.16.0.0/12, and Docker takes its networks from ${taken}: who has such an address in the VPC gets no answer from the machine once a network of Docker's has it; give ranges that nobody uses who talks to the machine`;

test.each<[string, Partial<AwsDockerHostArgs>, string]>([
  ["which Docker takes by itself", {}, "172.17.0.0/16"],
  ["that the caller gives it", { docker: { addressPools: [{ base: "172.30.0.0/16", size: 24 }] } }, "172.30.0.0/16"],
  ["of docker0", { docker: { daemonConfig: { bip: "172.29.0.1/24" } } }, "172.29.0.1/24"],
  [
    "that is secret",
    { docker: pulumi.secret({ addressPools: [{ base: "172.30.0.0/16", size: 24 }] }) },
    "a part of that",
  ],
])("a VPC on a private path overlaps a range %s: it is warned about", async (_what, args, taken) => {
  expect((await warnings(args)).said).toEqual([overlap(taken)]);
});

test("where Docker's ranges are others, nothing is said", async () => {
  const docker = { addressPools: [{ base: "10.200.0.0/16", size: 24 }] };
  expect((await warnings({ docker })).said).toEqual([]);
});

test("where nothing overlaps, the subnet is looked up no second time", async () => {
  const { said, asked } = await warnings({}, "10.0.0.0/16");
  expect([said, asked]).toEqual([[], ["getSubnet", "getVpc"]]);
});
