// SPDX-License-Identifier: Apache-2.0
// How an image is made on AWS, found, and removed: the components and look-ups are the real ones, EC2 is the laboratory's.
import type * as pulumi from "@pulumi/pulumi";

import type { AwsDockerImageArgs } from "../../../components/aws/image-args";
import { tagsOf } from "../../../components/aws/image-tags";
import { awsImages } from "../../../components/aws/image-target";
import type { Bakery } from "../../../components/bake/bakery";
import { digestOf } from "../../../components/bake/order";
import type { DockerHostOutputs } from "../../../components/docker-host-outputs";
import { ScratchCloud } from "../../lab/cloud/scratch-cloud";
import type { CloudUnderTest } from "../../lab/cloud/under-test";
import { ami, armAmi, ec2, imageTypes, types } from "../../lab/ec2/under-test";
import { type Properties, RecordedProgram } from "../recorded-program";
import { MadeInCloud } from "../second-update";
import { healthy } from "./host-under-test";
import { facts } from "./image-facts";

let mockLast = 0;
jest.mock("../../lab/cloud/loopback", () => ({
  claimAddress: () => Promise.resolve(`127.99.0.${++mockLast}`),
  releaseAddress: () => {},
}));

type Args = pulumi.Unwrap<AwsDockerImageArgs>;
const bakery = awsImages.bakery() as Bakery<Args, DockerHostOutputs>;
const amiId = process.arch === "arm64" ? armAmi : ami;
const instanceType = process.arch === "arm64" ? "t4g.small" : "t3.small";
const args: Args = { sshIngressCidrs: ["203.0.113.0/24"], amiId, instanceType, tags: { team: "a" } };

let lab: ScratchCloud;
let cloud: CloudUnderTest;
let made: MadeInCloud;
let program: RecordedProgram;

beforeEach(async () => {
  lab = new ScratchCloud();
  cloud = await ec2();
  made = new MadeInCloud(cloud);
  program = await RecordedProgram.start(
    (registered) => (registered.type.startsWith("aws:") ? made.create(registered) : healthy(registered)),
    {
      call: ({ token, inputs }) =>
        // Where gRPC has the words of a provider.
        cloud.invoke(token, inputs as Properties).catch((error: unknown) => {
          throw Object.assign(new Error(), { details: (error as Error).message });
        }),
    },
  );
});
afterEach(() => lab.remove());

/** As the second phase does it. */
async function make(): Promise<string> {
  const host = bakery.createHost("image", args, "image");
  const image = bakery.createImage("image", host, args, facts);
  // The mocks' own id, until the last tag is there.
  await new Promise((resolve) => image.apply(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  const id = made.idOf("image-image");
  while (program.registrations.filter(({ type }) => type === imageTypes.tag).length < 7)
    await new Promise((resolve) => setImmediate(resolve));
  return id;
}

describe("an image", () => {
  test("is made of a machine that is stopped, and stays with its tags when the stack goes; nothing else does", async () => {
    await make();
    const kept = program.registrations.filter(({ retainOnDelete }) => retainOnDelete);
    const tags = ["Name", "docker-host-baked", "docker-host-base", "docker-host-digest", "docker-host-engine"];
    expect(kept.map(({ name }) => name).sort()).toEqual([
      ...["image-image", ...[...tags, "docker-host-packages", "team"].map((key) => `image-snapshot-${key}`)].sort(),
    ]);
    const machine = program.find("image-machine").inputs;
    expect(machine).toMatchObject({ instanceInitiatedShutdownBehavior: "terminate" });
    expect(machine.rootBlockDevice).toMatchObject({ encrypted: true, volumeSize: 16 });
    expect(program.find("image-off")).toMatchObject({
      ...{ type: imageTypes.state, inputs: { instanceId: "image-machine-id", state: "stopped" } },
    });
    expect(program.find("image-image").dependencies).toEqual(expect.arrayContaining(["image-off"]));
    expect(lab.isRunning(made.idOf("image-machine"))).toBe(false);
  });

  test("is found by its digest with all that is in it, and by another one not", async () => {
    const image = await make();
    expect(await bakery.find(facts.digest, args)).toEqual({ ...facts, image });
    expect(await bakery.find("0".repeat(64), args)).toBeUndefined();
    expect(await bakery.find(facts.digest, { ...args, region: "eu-west-1" })).toBeUndefined();
  });

  test("of two the newer one is found, and listed first", async () => {
    const older = await make();
    const later = { ...facts, name: "docker-host-later", baked: "2026-11-27T08:00:00Z" };
    const sourceInstanceId = made.idOf("image-machine");
    const { id } = await cloud.create(imageTypes.image, { name: later.name, sourceInstanceId, tags: tagsOf(later) });
    expect(await bakery.find(facts.digest, args)).toEqual({ ...later, image: id });
    expect((await bakery.list(args)).map(({ image }) => image)).toEqual([id, older]);
  });

  test("that nobody has finished is not found", async () => {
    const record = `images/${await make()}.json`;
    lab.put(record, { ...(JSON.parse(lab.text(record)) as object), state: "pending" });
    expect(await bakery.find(facts.digest, args)).toBeUndefined();
    expect(await bakery.list(args)).toEqual([]);
  });

  test("is in use where a machine, on or off, was made from it, or a template of ours names it", async () => {
    const image = await make();
    const isUsed = async () => (await bakery.list(args)).map((one) => [one.image, one.isUsed]);
    expect(await isUsed()).toEqual([[image, false]]);
    const template = { imageId: image, tags: { "docker-host-image": image } };
    const { id, state } = await cloud.create(imageTypes.template, { ...template, name: "one" });
    expect(await isUsed()).toEqual([[image, true]]);
    await cloud.create(imageTypes.template, { ...template, name: "two" });
    expect(await isUsed()).toEqual([[image, true]]);
    await cloud.delete(imageTypes.template, id, state);
    await cloud.create(types.instance, { ami: image, instanceType });
    expect(await isUsed()).toEqual([[image, true]]);
  });

  test("is removed as what it consists of: nothing of it stays", async () => {
    const parts = await bakery.removal(await make(), args);
    expect(parts.map(({ type }) => type)).toEqual([imageTypes.snapshot, imageTypes.registered]);
    const taken = await Promise.all(parts.map(async ({ type, id }) => ({ type, ...(await cloud.read(type, id)) })));
    for (const { type, inputs } of taken) await cloud.accepted(type, inputs);
    await Promise.all(taken.map(({ type, id, state }) => cloud.delete(type, id, state)));
    expect(lab.left().filter((path) => /^(images|snapshots)/.test(path))).toEqual([]);
    expect(await bakery.list(args)).toEqual([]);
  });
});

describe("another image is made", () => {
  const digest = (change: Args = {}) => digestOf({ target: "aws", args: { ...args, ...change } });

  test.each<[string, Args]>([
    ["base image", { amiId: "ami-0b" }],
    ["processor", { instanceType: process.arch === "arm64" ? "t3.small" : "t4g.small" }],
    ["region", { region: "eu-west-1" }],
    ["key", { kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }],
    ["size", { diskGiB: 20 }],
    ["agent in it", { ssmAgent: true }],
    ["package", { docker: { packages: ["git"] } }],
  ])("for another %s", (_, change) => {
    expect(digest(change)).not.toBe(digest());
  });

  test("and none for another way to its machine, or its tags", () => {
    const way: Args = {
      sshIngressCidrs: ["198.51.100.0/24"],
      subnetId: "subnet-0a",
      iamInstanceProfile: "a",
      tags: {},
    };
    expect(digest(way)).toBe(digest());
  });
});
