// SPDX-License-Identifier: Apache-2.0
// Images of the account's own in the stand-in for EC2, and what is made of them, with stand-ins for QEMU.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { ec2, imageTypes, instanceArgs, types } from "./ec2/under-test";

let mockLast = 0;
jest.mock("./cloud/loopback", () => ({
  claimAddress: () => Promise.resolve(`127.99.0.${++mockLast}`),
  releaseAddress: () => {},
}));

let cloud: ScratchCloud;
let provider: CloudUnderTest;

beforeEach(async () => {
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

const launch = (change: Properties = {}) => provider.create(types.instance, { ...instanceArgs, ...change });
const rootBlockDevice = { volumeSize: 16, encrypted: true, volumeType: "gp3" };
const stop = (instanceId: string) => provider.create(imageTypes.state, { instanceId, state: "stopped" });
const image = (sourceInstanceId: string, change: Properties = {}) =>
  provider.create(imageTypes.image, { name: "docker-host-1", sourceInstanceId, ...change });
const stateOf = async (id: string) => (await provider.read(types.instance, id)).state.instanceState;
const self = (filters: Properties[] = []) =>
  provider.invoke("aws:ec2/getAmi:getAmi", { owners: ["self"], mostRecent: true, filters });
const disk = (id: string) => readFileSync(cloud.file(id, "disk.qcow2"), "utf8");

/** A machine that is off, as an image is made of. */
async function off(change: Properties = {}): Promise<string> {
  const { id } = await launch({ rootBlockDevice, ...change });
  await stop(id);
  return id;
}

describe("the state of an instance", () => {
  test("is stopped by the API, which terminates none, and is left so", async () => {
    const id = await off({ instanceInitiatedShutdownBehavior: "terminate" });
    expect([cloud.isRunning(id), await stateOf(id)]).toEqual([false, "stopped"]);
    await provider.delete(imageTypes.state, id);
    expect(await stateOf(id)).toBe("stopped");
  });

  test("is started again, and refused where there is no such instance, state or way", async () => {
    const id = await off();
    const state = { instanceId: id, state: "stopped" };
    await provider.update(imageTypes.state, id, state, state, { ...state, state: "running" });
    expect(await stateOf(id)).toBe("running");
    await expect(stop("i-00000000000000000")).rejects.toThrow("InvalidInstanceID.NotFound");
    const { failures } = await provider.check(imageTypes.state, { instanceId: id, state: "terminated" });
    expect(failures.state).toContain("to be one of");
    const market = { marketType: "spot", spotOptions: { spotInstanceType: "one-time" } };
    const spot = await launch({ instanceMarketOptions: market });
    await expect(stop(spot.id)).rejects.toThrow("one-time request");
  });
});

describe("an image of an instance", () => {
  test("is found by its tags and owner alone, and has the snapshot of its disk", async () => {
    const from = await off();
    const { id, state } = await image(from, { tags: { digest: "abc" }, description: "of web" });
    expect(id).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(state).toMatchObject({ manageEbsSnapshots: true, architecture: "x86_64", tagsAll: { digest: "abc" } });
    const found = await self([{ name: "tag:digest", values: ["abc"] }]);
    expect(found).toMatchObject({ id, name: "docker-host-1", tags: { digest: "abc" }, state: "available" });
    expect(found).toMatchObject({ rootSnapshotId: state.rootSnapshotId, public: false, description: "of web" });
    await expect(self([{ name: "tag:digest", values: ["other"] }])).rejects.toThrow("returned no results");
    const ids = { owners: ["self"], filters: [{ name: "tag-key", values: ["digest"] }] };
    expect((await provider.invoke("aws:ec2/getAmiIds:getAmiIds", ids)).ids).toEqual([id]);
  });

  test("is not yet available while its snapshot is taken, or where nobody has finished it", async () => {
    const from = await off();
    const { id } = await image(from, { tags: { digest: "abc" } });
    const record = `images/${id}.json`;
    cloud.put(record, { ...(JSON.parse(cloud.text(record)) as object), state: "pending" });
    expect(await self()).toMatchObject({ id, state: "pending" });
    await expect(self([{ name: "state", values: ["available"] }])).rejects.toThrow("returned no results");
    await expect(launch({ ami: id, rootBlockDevice })).rejects.toThrow("InvalidAMIID.NotFound");
  });

  test("its tags are not its snapshot's, which gets its own one by one", async () => {
    const from = await off();
    const { state } = await image(from, { tags: { digest: "abc" } });
    const snapshot = async () => (await provider.read(imageTypes.snapshot, String(state.rootSnapshotId))).state;
    expect(await snapshot()).toMatchObject({ tagsAll: {}, volumeSize: 16, encrypted: true });
    const inputs = { resourceId: state.rootSnapshotId, key: "digest", value: "abc" };
    const tag = await provider.create(imageTypes.tag, inputs);
    expect(tag.id).toBe(`${String(state.rootSnapshotId)},digest`);
    expect(await snapshot()).toMatchObject({ tags: { digest: "abc" } });
    await provider.delete(imageTypes.tag, tag.id, tag.state);
    expect((await snapshot()).tags).toBeUndefined();
    await expect(provider.create(imageTypes.tag, { ...inputs, resourceId: "snap-0" })).rejects.toThrow("InvalidID");
  });

  test("a machine that runs is shut down for it and started again, with the address that it has", async () => {
    const { id, state } = await launch({ rootBlockDevice, instanceInitiatedShutdownBehavior: "terminate" });
    await image(id);
    expect(cloud.told(id)).toContain('{"execute":"system_powerdown"}');
    expect([cloud.isRunning(id), await stateOf(id)]).toEqual([true, "running"]);
    expect((await provider.read(types.instance, id)).state.publicIp).toBe(state.publicIp);
  });

  test.each<[string, Properties, RegExp]>([
    ["a name that is too short", { name: "ab" }, /InvalidAMIName.Malformed/],
    ["a name with other characters", { name: "docker:host" }, /InvalidAMIName.Malformed/],
    ["a long description", { description: "x".repeat(256) }, /no more than 255 characters/],
    ["a tag with JSON in it", { tags: { facts: '{"a":1}' } }, /Tag value .* is invalid/],
    ["another instance", { sourceInstanceId: "i-00000000000000000" }, /InvalidInstanceID.NotFound/],
  ])("%s is refused", async (_, change, reason) => {
    await expect(image(await off(), change)).rejects.toThrow(reason);
  });

  test("a name is given once in a region, and of a terminated instance none is made", async () => {
    const from = await off();
    await image(from);
    await expect(image(from)).rejects.toThrow(
      /InvalidAMIName.Duplicate: AMI name docker-host-1 is already in use by AMI ami-/,
    );
    await provider.delete(types.instance, from);
    await expect(image(from, { name: "docker-host-2" })).rejects.toThrow("InvalidInstanceID.NotFound");
  });

  test("is deregistered with its snapshot, whatever runs from it; taken in as an image, without", async () => {
    const from = await off();
    const one = await image(from);
    const { id } = await launch({ ami: one.id, rootBlockDevice });
    await provider.delete(imageTypes.image, one.id, one.state);
    expect(cloud.left().filter((path) => /^(images|snapshots)/.test(path))).toEqual([]);
    expect(cloud.isRunning(id)).toBe(true);

    const two = await image(from);
    const snapshot = String(two.state.rootSnapshotId);
    await expect(provider.delete(imageTypes.snapshot, snapshot)).rejects.toThrow(
      `InvalidSnapshot.InUse: The snapshot ${snapshot} is currently in use by ${two.id}`,
    );
    const taken = await provider.read(imageTypes.registered, two.id);
    expect(taken.inputs).toMatchObject({ name: "docker-host-1", architecture: "x86_64" });
    await expect(provider.accepted(imageTypes.registered, taken.inputs)).resolves.toBeDefined();
    const takenToo = await provider.read(imageTypes.snapshot, `${snapshot}@eu-central-1`);
    await expect(provider.accepted(imageTypes.snapshot, takenToo.inputs)).resolves.toBeDefined();
    // At the same time, as `destroy` does where neither needs the other.
    const deleted = provider.delete(imageTypes.snapshot, `${snapshot}@eu-central-1`, takenToo.state);
    await provider.delete(imageTypes.registered, two.id, taken.state);
    await deleted;
    expect(cloud.left().filter((path) => /^(images|snapshots)/.test(path))).toEqual([]);
    expect((await provider.read(imageTypes.registered, two.id)).id).toBe("");
  });
});

describe("a machine from an own image", () => {
  test("boots a copy of the image's disk, enlarged, and is encrypted as that is", async () => {
    const kmsKeyId = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const from = await off({ rootBlockDevice: { ...rootBlockDevice, kmsKeyId } });
    const { id: ami } = await image(from);
    const { id, state } = await launch({ ami, rootBlockDevice: { volumeSize: 20, encrypted: true } });
    expect(disk(id)).toBe(`${disk(from)}resized to 20G\n`);
    expect(state.rootBlockDevice).toMatchObject({ encrypted: true, kmsKeyId, volumeSize: 20 });
    const plain = await launch({ ami });
    expect(plain.state.rootBlockDevice).toMatchObject({ encrypted: true, kmsKeyId, volumeSize: 16 });
    const where = { filters: [{ name: "image-id", values: [ami] }], instanceStateNames: ["running", "stopped"] };
    const { ids } = await provider.invoke("aws:ec2/getInstances:getInstances", where);
    expect(ids).toEqual([id, plain.id].sort());
  });

  test("has at least the size of the image's disk, its processor and its region", async () => {
    const { id: ami } = await image(await off());
    await expect(launch({ ami, rootBlockDevice: { volumeSize: 15 } })).rejects.toThrow(
      /InvalidBlockDeviceMapping: Volume of size 15GB is smaller than snapshot 'snap-\w+', expect size >= 16GB/,
    );
    await expect(launch({ ami, instanceType: "t4g.small" })).rejects.toThrow("does not match the architecture");
    await expect(launch({ ami, region: "eu-west-1" })).rejects.toThrow("InvalidAMIID.NotFound");
  });
});

describe("a launch template", () => {
  const userData = Buffer.from("#cloud-config").toString("base64");
  const said: Properties = {
    ...{ name: "runners", imageId: instanceArgs.ami, instanceType: "t3.small", userData },
    blockDeviceMappings: [{ deviceName: "/dev/sda1", ebs: { encrypted: "true", volumeSize: 20, volumeType: "gp3" } }],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    tagSpecifications: [{ resourceType: "instance", tags: { Name: "runner" } }],
  };
  const template = (change: Properties = {}) => provider.create(imageTypes.template, { ...said, ...change });

  test("is what a machine is made from, below what is said of that", async () => {
    const { id: templateId } = await template();
    const { id, state } = await provider.create(types.instance, {
      ...{ launchTemplate: { id: templateId }, instanceType: "t3.medium", tags: { of: "web" } },
    });
    expect(readFileSync(cloud.file(id, "user-data"), "utf8")).toBe("#cloud-config");
    expect(state).toMatchObject({
      ...{ instanceType: "t3.medium", ami: instanceArgs.ami, tags: { Name: "runner", of: "web" } },
      rootBlockDevice: { encrypted: true, volumeSize: 20, volumeType: "gp3" },
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    });
  });

  test("has a new version where what it says has changed, which becomes the default where that is asked for", async () => {
    const made = await template();
    expect(made.state).toMatchObject({ latestVersion: 1, defaultVersion: 1 });
    const update = (change: Properties) =>
      provider.update(imageTypes.template, made.id, made.state, said, { ...said, ...change });
    expect(await update({ tags: { a: "b" } })).toMatchObject({ latestVersion: 1, tagsAll: { a: "b" } });
    expect(await update({ instanceType: "t3.large" })).toMatchObject({ latestVersion: 2, defaultVersion: 1 });
    const from = async (version?: string) =>
      (await provider.create(types.instance, { launchTemplate: { name: "runners", ...(version && { version }) } }))
        .state.instanceType;
    expect([await from(), await from("$Latest"), await from("1")]).toEqual(["t3.small", "t3.large", "t3.small"]);
    await expect(from("7")).rejects.toThrow("VersionNotFound");
    const third = { instanceType: "t3.micro", updateDefaultVersion: true };
    expect(await update(third)).toMatchObject({ latestVersion: 3, defaultVersion: 3 });
    const lookUp = { filters: [{ name: "tag:a", values: ["b"] }] };
    await expect(provider.invoke("aws:ec2/getLaunchTemplate:getLaunchTemplate", lookUp)).rejects.toThrow("no matching");
    await provider.delete(imageTypes.template, made.id);
    await expect(from()).rejects.toThrow("InvalidLaunchTemplateName.NotFoundException");
  });

  test("is refused at once for what EC2 looks at, and only at launch for its image", async () => {
    await template();
    await expect(template()).rejects.toThrow("InvalidLaunchTemplateName.AlreadyExistsException");
    await expect(template({ name: "two", userData: "#cloud-config" })).rejects.toThrow("Invalid BASE64 encoding");
    const large = gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 251))).toString("base64");
    const noise = Buffer.alloc(16_385).toString("base64");
    expect(Buffer.from(large, "base64").length).toBeLessThan(16_384);
    await expect(template({ name: "two", userData: large })).resolves.toBeDefined();
    await expect(template({ name: "three", userData: noise })).rejects.toThrow("User data is limited to 16384 bytes");
    const gone = await template({ name: "four", imageId: "ami-00000000000000000" });
    const launched = provider.create(types.instance, { launchTemplate: { id: gone.id } });
    await expect(launched).rejects.toThrow("InvalidAMIID.NotFound");
    const tagSpecifications = [{ resourceType: "disk", tags: {} }];
    await expect(template({ name: "five", tagSpecifications })).rejects.toThrow("not a valid taggable resource type");
  });

  test.each<[string, Properties, string]>([
    ["a name with other characters", { name: "my runners" }, "name"],
    ["two ways to the default version", { defaultVersion: 1, updateDefaultVersion: true }, "defaultVersion"],
    [
      "a flag that is none",
      { blockDeviceMappings: [{ ebs: { encrypted: "yes" } }] },
      "blockDeviceMappings[0].ebs.encrypted",
    ],
    ["tokens of another sort", { metadataOptions: { httpTokens: "v2" } }, "metadataOptions.httpTokens"],
    ["what nobody here does", { networkInterfaces: [{}] }, "networkInterfaces"],
  ])("%s is refused by the provider", async (_, change, path) => {
    const { failures } = await provider.check(imageTypes.template, { ...said, ...change });
    expect(Object.keys(failures)).toEqual([path]);
  });

  test("an instance names one template, or its own image and type", async () => {
    const refused = async (inputs: Properties) => Object.keys((await provider.check(types.instance, inputs)).failures);
    expect(await refused({ launchTemplate: { id: "lt-0", name: "x" } })).toEqual(["launchTemplate"]);
    expect(await refused({ launchTemplate: {} })).toEqual(["launchTemplate"]);
    expect(await refused({})).toEqual(["ami", "instanceType"]);
  });
});
