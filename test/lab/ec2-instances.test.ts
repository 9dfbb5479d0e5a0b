// SPDX-License-Identifier: Apache-2.0
// What happens in the stand-in for EC2, with stand-ins for QEMU. Who is not root cannot open port 22, so the addresses
// are made up here.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import { isSecret, type Properties, secret, unknown } from "../../tools/stand-ins/command-provider/values";
import { ec2, instanceArgs, ssh, types } from "./ec2/under-test";

let mockLast = 0;
jest.mock("./cloud/loopback", () => ({
  claimAddress: () => Promise.resolve(`127.99.0.${++mockLast}`),
  releaseAddress: () => {},
}));

// Private addresses begin at a place of chance; here it is the subnet's first one.
jest.mock("node:crypto", () => ({ ...jest.requireActual<object>("node:crypto"), randomInt: () => 0 }));

let cloud: ScratchCloud;
let provider: CloudUnderTest;

beforeEach(async () => {
  mockLast = 0;
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

const group = () => provider.create(types.group, {});
const launch = (change: Properties = {}) => provider.create(types.instance, { ...instanceArgs, ...change });
const read = (id: string, state: Properties = {}) => provider.read(types.instance, id, state);
const told = (id: string) =>
  cloud
    .told(id)
    .map((line) =>
      line.replace(/^hostfwd_(\w+) net0 tcp:(\S+)-:.*$/, "$1 $2").replace(/^hostfwd_(\w+) net0 tcp:/, "$1 "),
    );
const metadata = (id: string) =>
  JSON.parse(readFileSync(cloud.file(id, "metadata.json"), "utf8")) as {
    options: Properties;
    tree: { "meta-data": Properties };
  };

describe("an instance", () => {
  test("runs when it is created, and says what EC2 says", async () => {
    const { id, state } = await launch({ tags: { Name: "web" }, userData: secret("#cloud-config") });
    expect(cloud.isRunning(id)).toBe(true);
    expect(id).toMatch(/^i-[0-9a-f]{17}$/);
    expect(isSecret(state.userData)).toBe(true);
    expect(state).toMatchObject({
      ...{
        publicIp: "127.99.0.1",
        privateIp: "127.31.0.4",
        instanceState: "running",
        availabilityZone: "eu-central-1a",
      },
      ...{
        publicDns: "ec2-127-99-0-1.eu-central-1.compute.amazonaws.com",
        tagsAll: { Name: "web" },
        region: "eu-central-1",
      },
      metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
    });
  });

  test("gets the bytes of its user data, of which only base64 is taken off", async () => {
    const text = "#cloud-config\nhostname: é\n";
    const bytes = async (change: Properties) => readFileSync(cloud.file((await launch(change)).id, "user-data"));
    expect((await bytes({ userData: text })).toString()).toBe(text);
    expect(gunzipSync(await bytes({ userDataBase64: gzipSync(text).toString("base64") })).toString()).toBe(text);
  });

  test("is not known in a preview, nor made", async () => {
    const { id, state } = await provider.create(
      types.instance,
      { ...instanceArgs, vpcSecurityGroupIds: unknown },
      { preview: true },
    );
    expect([id, state.publicIp, state.privateIp, state.instanceType]).toEqual(["", unknown, unknown, "t3.small"]);
    expect(cloud.left()).toEqual([]);
  });

  test("has no public address where none is wanted or its subnet gives none", async () => {
    const subnet = (Name: string) => provider.invoke("aws:ec2/getSubnet:getSubnet", { tags: { Name } });
    const [open, closed] = [(await subnet("lab-public")).id, (await subnet("lab-private")).id];
    expect((await launch({ associatePublicIpAddress: false, subnetId: open })).state.publicIp).toBe("");
    expect((await launch({ subnetId: closed })).state).toMatchObject({ publicIp: "", privateIp: "127.32.1.4" });
  });

  test("has what the default subnet gives where it names none, because the provider then sends no wish", async () => {
    expect((await launch({ associatePublicIpAddress: false })).state.publicIp).toBe("127.99.0.1");
    cloud.put("private-default-subnets");
    expect((await launch({ associatePublicIpAddress: true })).state.publicIp).toBe("");
  });

  test("that cannot start leaves nothing", async () => {
    process.env.QEMU_SAYS = "no";
    await expect(launch()).rejects.toThrow("QEMU did not start (1): no");
    expect(cloud.left()).toEqual([]);
  });

  test("ends with its deletion, which may be asked for again", async () => {
    const { id } = await launch();
    await provider.delete(types.instance, id);
    await provider.delete(types.instance, id);
    expect(existsSync(cloud.file(id, ""))).toBe(false);
    expect((await read(id)).id).toBe("");
  });

  test("that is protected stays, until it is not, or force is used", async () => {
    const { id, state } = await launch({ disableApiTermination: true });
    await expect(provider.delete(types.instance, id, state)).rejects.toThrow(
      /OperationNotPermitted: The instance '.*' may not be terminated/,
    );
    expect(cloud.isRunning(id)).toBe(true);
    await provider.delete(types.instance, id, { ...state, forceDestroy: true });
    expect((await read(id)).id).toBe("");
  });

  test("that switches itself off is gone where it is to be terminated, and deletion copes", async () => {
    const { id } = await launch({ instanceInitiatedShutdownBehavior: "terminate" });
    await cloud.powerOff(id);
    expect((await read(id)).id).toBe("");
    expect(existsSync(cloud.file(id, ""))).toBe(false);
    await provider.delete(types.instance, id);
  });

  test("that switches itself off is stopped otherwise, and has lost its address", async () => {
    const { id } = await launch();
    await cloud.powerOff(id);
    expect((await read(id)).state).toMatchObject({
      instanceState: "stopped",
      publicIp: "",
      associatePublicIpAddress: false,
    });
    await provider.delete(types.instance, id);
    expect(cloud.left()).toEqual([]);
  });

  test("shows what somebody has changed beside Pulumi", async () => {
    const { id, state } = await launch({ tags: { a: "1" } });
    await provider.update(types.instance, id, state, instanceArgs, { ...instanceArgs, tags: { a: "2" } });
    expect((await read(id, state)).state).toMatchObject({ tags: { a: "2" }, tagsAll: { a: "2" } });
  });
});

describe("an update", () => {
  const change = async (before: Properties, after: Properties) => {
    const [olds, news] = [
      { ...instanceArgs, ...before },
      { ...instanceArgs, ...after },
    ];
    const { id, state } = await launch(before);
    const boots = readFileSync(cloud.file(id, "qemu.pid"), "utf8");
    const updated = await provider.update(types.instance, id, state, olds, news);
    return { id, updated, restarted: readFileSync(cloud.file(id, "qemu.pid"), "utf8") !== boots };
  };

  test("of tags, tokens and what ends it leaves the machine running", async () => {
    const { id, updated, restarted } = await change(
      { tags: { a: "1" } },
      { tags: { b: "2" }, metadataOptions: { httpTokens: "required" }, instanceInitiatedShutdownBehavior: "terminate" },
    );
    expect(restarted).toBe(false);
    expect(updated).toMatchObject({ tags: { b: "2" }, tagsAll: { b: "2" }, publicIp: "127.99.0.1" });
    expect(metadata(id).options).toMatchObject({ httpTokens: "required" });
    await cloud.powerOff(id);
    expect((await read(id)).id).toBe("");
  });

  test("of user data stops and starts it, with another address and the new bytes", async () => {
    const { id, updated, restarted } = await change({ userData: "first" }, { userData: "second" });
    expect(restarted).toBe(true);
    expect(updated).toMatchObject({ publicIp: "127.99.0.2", instanceState: "running" });
    expect(readFileSync(cloud.file(id, "user-data"), "utf8")).toBe("second");
    expect(metadata(id).tree["meta-data"]["public-ipv4"]).toBe("127.99.0.2");
  });

  test("of its type stops and starts it with that type's memory", async () => {
    const { id, restarted } = await change({}, { instanceType: "t3.medium" });
    expect(restarted).toBe(true);
    expect(JSON.parse(readFileSync(cloud.file(id, "settings.json"), "utf8"))).toMatchObject({ memoryMiB: 4096 });
  });

  test("of its disk makes that larger, never smaller", async () => {
    const { id, restarted } = await change(
      { rootBlockDevice: { volumeSize: 30 } },
      { rootBlockDevice: { volumeSize: 40 } },
    );
    expect(restarted).toBe(false);
    expect(cloud.told(id).at(-1)).toContain(`"size":${40 * 1024 ** 3}`);
    await expect(change({ rootBlockDevice: { volumeSize: 30 } }, {})).resolves.toBeDefined();
    await expect(
      change({ rootBlockDevice: { volumeSize: 30 } }, { rootBlockDevice: { volumeSize: 20 } }),
    ).rejects.toThrow(/cannot be smaller/);
  });
});

describe("security groups", () => {
  test("port 22 is closed until a rule lets the client in, and closed again without it", async () => {
    const { id: groupId } = await group();
    const { id } = await launch({ vpcSecurityGroupIds: [groupId] });
    expect(told(id)).toEqual([]);
    const { id: rule, state } = await provider.create(types.ingress, ssh(groupId));
    expect(told(id)).toEqual(["add 127.99.0.1:22"]);
    await provider.update(types.ingress, rule, state, ssh(groupId), ssh(groupId, "198.51.100.0/24"));
    expect(told(id).slice(1)).toEqual(["remove 127.99.0.1:22"]);
    await provider.update(types.ingress, rule, state, ssh(groupId), ssh(groupId, "127.99.0.0/16"));
    await provider.delete(types.ingress, rule);
    expect(told(id).slice(2)).toEqual(["add 127.99.0.1:22", "remove 127.99.0.1:22"]);
  });

  test.each<[string, Properties, string[]]>([
    ["the world", { cidrIpv4: "0.0.0.0/0" }, ["add 127.99.0.1:22", "add 127.31.0.4:22"]],
    ["the VPC", { cidrIpv4: "127.31.0.0/16" }, ["add 127.31.0.4:22"]],
    ["the world of IPv6", { cidrIpv4: undefined, cidrIpv6: "::/0" }, []],
    ["everything", { ipProtocol: "-1", fromPort: undefined, toPort: undefined }, ["add 127.99.0.1:22"]],
    ["all of TCP", { fromPort: 0, toPort: 65535 }, ["add 127.99.0.1:22"]],
    ["other ports", { fromPort: 80, toPort: 81 }, ["add 127.99.0.1:80", "add 127.99.0.1:81"]],
    ["UDP", { ipProtocol: "udp" }, []],
  ])("a rule for %s", async (_, change, expected) => {
    const { id: groupId } = await group();
    const given = Object.fromEntries(
      Object.entries<unknown>({ ...ssh(groupId), ...change }).filter(([, value]) => value !== undefined),
    );
    await provider.create(types.ingress, given);
    const { id } = await launch({ vpcSecurityGroupIds: [groupId] });
    expect(told(id)).toEqual(expected);
  });

  test("rules out of a group open nothing", async () => {
    const { id: groupId } = await group();
    await provider.create(types.egress, ssh(groupId));
    expect(told((await launch({ vpcSecurityGroupIds: [groupId] })).id)).toEqual([]);
  });

  test("a machine without a group of its own lets nobody in", async () => {
    expect(told((await launch()).id)).toEqual([]);
  });

  test("a machine takes another group while it runs", async () => {
    const [one, other] = [await group(), await provider.create(types.group, { name: "other" })];
    await provider.create(types.ingress, ssh(other.id));
    const olds = { ...instanceArgs, vpcSecurityGroupIds: [one.id] };
    const { id, state } = await launch(olds);
    await provider.update(types.instance, id, state, olds, { ...olds, vpcSecurityGroupIds: [other.id] });
    expect(told(id)).toEqual(["add 127.99.0.1:22"]);
    expect(metadata(id).tree["meta-data"]["security-groups"]).toBe("other");
  });

  test("one that is in use stays", async () => {
    const { id: groupId } = await group();
    const { id } = await launch({ vpcSecurityGroupIds: [groupId], instanceInitiatedShutdownBehavior: "terminate" });
    await expect(provider.delete(types.group, groupId)).rejects.toThrow(
      /DependencyViolation: resource sg-\w+ has a dependent object/,
    );
    await cloud.powerOff(id);
    await provider.delete(types.group, groupId);
    expect((await provider.read(types.group, groupId)).id).toBe("");
  });

  test("the same rule twice, whatever its description, is refused", async () => {
    const { id: groupId } = await group();
    await provider.create(types.ingress, ssh(groupId));
    await expect(provider.create(types.ingress, { ...ssh(groupId), description: "again" })).rejects.toThrow(
      'InvalidPermission.Duplicate: the specified rule "peer: 127.0.0.1/32, TCP, from port: 22, to port: 22, ALLOW" already exists',
    );
    await provider.create(types.egress, ssh(groupId));
  });

  test.each<[string, Properties, RegExp]>([
    ["a protocol", { ipProtocol: "ssh" }, /Invalid value 'ssh' for IP protocol/],
    ["a range", { fromPort: 23 }, /Invalid TCP\/UDP port range \(23:22\)/],
    ["a port of TCP", { fromPort: -1 }, /for portRange/],
    ["a description", { description: "it's" }, /Invalid rule description/],
    ["a group", { securityGroupId: "sg-0123456789abcdef0" }, /InvalidGroup.NotFound/],
  ])("%s that cannot be is refused", async (_, change, reason) => {
    await expect(provider.create(types.ingress, { ...ssh((await group()).id), ...change })).rejects.toThrow(reason);
  });

  test("a name is there once in a VPC", async () => {
    await provider.create(types.group, { name: "web" });
    await expect(provider.create(types.group, { name: "web" })).rejects.toThrow(
      /InvalidGroup.Duplicate: The security group 'web' already exists/,
    );
    const { id: vpcId } = await provider.invoke("aws:ec2/getVpc:getVpc", { tags: { Name: "lab" } });
    const other = await provider.create(types.group, { name: "web", vpcId });
    await expect(launch({ vpcSecurityGroupIds: [other.id] })).rejects.toThrow(/belong to different networks/);
  });
});

describe("an Elastic IP", () => {
  test("takes the place of the machine's own address, and opens the same ports", async () => {
    const { id: groupId } = await group();
    await provider.create(types.ingress, ssh(groupId));
    const { id } = await launch({ vpcSecurityGroupIds: [groupId] });
    const { id: allocationId, state } = await provider.create(types.eip, { domain: "vpc" });
    const { id: association } = await provider.create(types.association, { allocationId, instanceId: id });
    expect(state.publicIp).toBe("127.99.0.2");
    expect(told(id)).toEqual(["add 127.99.0.1:22", "remove 127.99.0.1:22", "add 127.99.0.2:22"]);
    expect((await read(id)).state.publicIp).toBe("127.99.0.2");
    expect(metadata(id).tree["meta-data"]["public-ipv4"]).toBe("127.99.0.2");
    await expect(provider.delete(types.eip, allocationId)).rejects.toThrow(/InvalidIPAddress.InUse/);
    await provider.delete(types.association, association);
    expect(told(id).slice(3)).toEqual(["remove 127.99.0.2:22"]);
    await provider.delete(types.eip, allocationId);
  });

  test("changes hands, and its old machine keeps no address", async () => {
    const { id: allocationId } = await provider.create(types.eip, { domain: "vpc" });
    const [one, other] = [await launch(), await launch()];
    const first = await provider.create(types.association, { allocationId, instanceId: one.id });
    await provider.create(types.association, { allocationId, instanceId: other.id });
    expect((await provider.read(types.association, first.id)).id).toBe("");
    await provider.delete(types.association, first.id);
    expect([(await read(one.id)).state.publicIp, (await read(other.id)).state.publicIp]).toEqual(["", "127.99.0.1"]);
    const having = (address: string) =>
      provider.invoke("aws:ec2/getInstances:getInstances", { filters: [{ name: "ip-address", values: [address] }] });
    expect(await having("127.99.0.1")).toMatchObject({ ids: [other.id], publicIps: ["127.99.0.1"] });
    expect((await having("127.99.0.2")).ids).toEqual([]);
    expect(JSON.parse(cloud.text(`elastic-ips/${allocationId}.json`))).toMatchObject({ holders: [one.id, other.id] });
  });

  test("outlives its machine", async () => {
    const { id: allocationId } = await provider.create(types.eip, { domain: "vpc" });
    const { id } = await launch();
    await provider.create(types.association, { allocationId, instanceId: id });
    await provider.delete(types.instance, id);
    expect((await provider.read(types.eip, allocationId)).state).toMatchObject({
      instance: "",
      publicIp: "127.99.0.1",
    });
  });

  test("for what there is not is refused", async () => {
    const { id: allocationId } = await provider.create(types.eip, {});
    await expect(provider.create(types.association, { allocationId, instanceId: "i-1" })).rejects.toThrow(
      /InvalidInstanceID.NotFound/,
    );
    await expect(provider.create(types.association, { allocationId: "eipalloc-1", instanceId: "i-1" })).rejects.toThrow(
      /InvalidAllocationID.NotFound/,
    );
  });
});

describe("a volume", () => {
  const volume = (change: Properties = {}) =>
    provider.create(types.volume, { availabilityZone: "eu-central-1a", size: 5, ...change });
  const attach = (volumeId: string, instanceId: string, deviceName = "/dev/sdf") =>
    provider.create(types.attachment, { volumeId, instanceId, deviceName });

  test("is a disk of the running machine, and outlives it", async () => {
    const [{ id: volumeId }, { id }] = [await volume(), await launch()];
    const { id: attachment, state } = await attach(volumeId, id);
    expect(cloud.told(id).at(-1)).toContain(`"serial":"${volumeId.replace("-", "")}"`);
    await expect(provider.delete(types.volume, volumeId)).rejects.toThrow(/VolumeInUse/);
    expect((await provider.read(types.attachment, attachment, state)).id).toBe(attachment);
    await provider.delete(types.instance, id);
    expect((await provider.read(types.attachment, attachment, state)).id).toBe("");
    await provider.delete(types.attachment, attachment, state);
    expect((await provider.read(types.volume, volumeId)).state.size).toBe(5);
    await provider.delete(types.volume, volumeId);
    expect(cloud.left()).toEqual([]);
  });

  test("is let go of by a machine that runs, or by one that is stopped for it", async () => {
    const [{ id: volumeId }, { id }] = [await volume(), await launch()];
    const first = await attach(volumeId, id);
    await provider.delete(types.attachment, first.id, first.state);
    expect(cloud.told(id).at(-1)).toContain("blockdev-del");
    const second = await attach(volumeId, id);
    await provider.delete(types.attachment, second.id, { ...second.state, stopInstanceBeforeDetaching: true });
    expect((await read(id)).state.instanceState).toBe("stopped");
  });

  test("grows, whether it is attached or not, and never shrinks", async () => {
    const { id, state } = await volume();
    const given = { availabilityZone: "eu-central-1a", size: 5 };
    const grow = (size: number) => provider.update(types.volume, id, state, given, { ...given, size });
    expect((await grow(6)).size).toBe(6);
    const machine = await launch();
    await attach(id, machine.id);
    await grow(7);
    expect(cloud.told(machine.id).at(-1)).toContain(`"size":${7 * 1024 ** 3}`);
    await expect(grow(4)).rejects.toThrow(/New size cannot be smaller/);
  });

  test("that cannot be attached is refused", async () => {
    const { id } = await launch();
    const [one, other, elsewhere] = [
      await volume(),
      await volume(),
      await volume({ availabilityZone: "eu-central-1b" }),
    ];
    await attach(one.id, id);
    await expect(attach(one.id, id, "/dev/sdg")).rejects.toThrow(/VolumeInUse/);
    await expect(attach(other.id, id)).rejects.toThrow(/Attachment point \/dev\/sdf is already in use/);
    await expect(attach(elsewhere.id, id, "/dev/sdg")).rejects.toThrow(/InvalidVolume.ZoneMismatch/);
    await expect(attach("vol-1", id, "/dev/sdg")).rejects.toThrow(/InvalidVolume.NotFound/);
    await expect(attach(other.id, "i-1", "/dev/sdg")).rejects.toThrow(/InvalidInstanceID.NotFound/);
  });

  test.each<[string, Properties, RegExp]>([
    ["a zone", { availabilityZone: "eu-central-1x" }, /Invalid availability zone/],
    ["throughput", { type: "gp2", throughput: 200 }, /throughput is not supported for gp2/],
    ["a key without encryption", { kmsKeyId: "arn:aws:kms:x" }, /requires the parameter Encrypted/],
  ])("with %s that does not go is refused", async (_, change, reason) => {
    await expect(volume(change)).rejects.toThrow(reason);
  });
});
