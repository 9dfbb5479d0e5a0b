// SPDX-License-Identifier: Apache-2.0
// What EC2 and its provider write in another way than the caller must not come back as a difference: a second update, with
// or without a refresh, would replace the machine and with it the data volume. The cloud is the laboratory's.
import type * as pulumi from "@pulumi/pulumi";

import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { AwsDockerHost } from "../../../components/aws/docker-host";
import { AwsSwarmNetwork } from "../../../components/aws/swarm-network";
import type { AwsSwarmNetworkArgs } from "../../../components/aws/swarm-network-args";
import { ScratchCloud } from "../../lab/cloud/scratch-cloud";
import { ami, armAmi, ec2 } from "../../lab/ec2/under-test";
import { RecordedProgram } from "../recorded-program";
import { MadeInCloud } from "../second-update";
import { base, healthy } from "./host-under-test";

let mockLast = 0;
jest.mock("../../lab/cloud/loopback", () => ({
  claimAddress: () => Promise.resolve(`127.99.0.${++mockLast}`),
  releaseAddress: () => {},
}));

let lab: ScratchCloud;
beforeEach(() => {
  lab = new ScratchCloud();
  lab.put("catalogue.json", { keyPairs: { mine: "ssh-ed25519 AAAA" }, instanceProfiles: ["ssm"] });
});
afterEach(() => lab.remove());

/** What later updates change of a host that was made with these arguments. */
const laterChanges = (args: (subnetId: string) => Partial<AwsDockerHostArgs>) =>
  changesOf((subnetId) => {
    const amiId = process.arch === "arm64" ? armAmi : ami;
    return new AwsDockerHost("web", { ...base, amiId, ...args(subnetId) });
  });

async function changesOf(create: (subnetId: string) => pulumi.ComponentResource): Promise<string[]> {
  const cloud = await ec2();
  const made = new MadeInCloud(cloud);
  const { id: subnetId } = await cloud.invoke("aws:ec2/getSubnet:getSubnet", { tags: { Name: "lab-public" } });
  const program = await RecordedProgram.start(
    (registered) => (registered.type.startsWith("aws:") ? made.create(registered) : healthy(registered)),
    { call: ({ token, inputs }) => cloud.invoke(token, inputs as Record<string, unknown>) },
  );
  await program.outputsOf(create(subnetId as string));
  return made.laterChanges();
}

test("of a host with every argument changes nothing, however each is written", async () => {
  const changes = await laterChanges((subnetId) => ({
    sshIngressCidrs: ["203.0.113.0/24", "2001:DB8:0:1::/64", "2001:0db8:0:0:0:0:0:7/128"],
    ingress: [
      { port: 443, cidrs: ["10.0.0.0/8", "2001:DB8::/32"], description: "the office" },
      { protocol: "icmp", cidrs: ["0.0.0.0/0"] },
      { protocol: "icmpv6", cidrs: ["0:0::/0"] },
      { protocol: "udp", port: 60_000, toPort: 61_000, cidrs: ["203.0.113.0/24"] },
    ],
    egress: [{ protocol: "all", cidrs: ["0.0.0.0/0", "::/0"] }, { cidrs: ["10.0.0.0/8"] }],
    ...{ subnetId, publicAddress: "elastic", instanceType: process.arch === "arm64" ? "t4g.small" : "t3.small" },
    kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ...{ dataVolume: { sizeGiB: 5, type: "gp2", deviceName: "/dev/xvdf" }, docker: { dataRoot: "/data/docker" } },
    ...{ iamInstanceProfile: "ssm", keyName: "mine", metadataHopLimit: 2, diskGiB: 40, region: "eu-central-1" },
    tags: { Team: "a", "my:x": "" },
  }));
  expect(changes).toEqual([]);
});

test("of a host with the least arguments changes nothing", async () => {
  expect(await laterChanges(() => ({}))).toEqual([]);
});

test.each<[string, AwsSwarmNetworkArgs]>([
  ["the least arguments", {}],
  ["every argument", { encryptedOverlays: true, dataPathPort: 5789, region: "eu-central-1", tags: { Team: "a" } }],
])("of a swarm's network with %s, nothing", async (_what, args) => {
  expect(await changesOf(() => new AwsSwarmNetwork("swarm", args))).toEqual([]);
});
