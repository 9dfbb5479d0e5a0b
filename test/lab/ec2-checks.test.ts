// SPDX-License-Identifier: Apache-2.0
// What the stand-in for EC2 refuses before anything is made, and what a change does.
import { gzipSync } from "node:zlib";

import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import { type Properties, unknown } from "../../tools/stand-ins/command-provider/values";
import { aws } from "./ec2/definition";
import { checkConfig } from "./ec2/region";
import { ami, armAmi, ec2, instanceArgs, ssh, types } from "./ec2/under-test";

let cloud: ScratchCloud;
let provider: CloudUnderTest;

beforeEach(async () => {
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

const sg = "sg-0123456789abcdef0";
const manyTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, "x"]));

test.each<[string, keyof typeof types, Properties, string, RegExp]>([
  ["an instance without an image", "instance", { ami: undefined }, "ami", /one of `ami,launch_template`/],
  ["one without a type", "instance", { instanceType: undefined }, "instanceType", /must be specified/],
  ["both kinds of user data", "instance", { userData: "a", userDataBase64: "YQ==" }, "userData", /conflicts with/],
  ["user data of 16385 bytes", "instance", { userData: "x".repeat(16385) }, "userData", /\(0 - 16384\), got 16385/],
  ["user data of 16386 bytes", "instance", { userData: "é".repeat(8193) }, "userData", /got 16386 bytes/],
  ["text for base64", "instance", { userDataBase64: "#cloud-config" }, "userDataBase64", /must be base64-encoded/],
  [
    "tokens",
    "instance",
    { metadataOptions: { httpTokens: "yes" } },
    "metadataOptions.httpTokens",
    /"required"\], got yes/,
  ],
  [
    "hops",
    "instance",
    { metadataOptions: { httpPutResponseHopLimit: 65 } },
    "metadataOptions.httpPutResponseHopLimit",
    /1 - 64/,
  ],
  [
    "no hop",
    "instance",
    { metadataOptions: { httpPutResponseHopLimit: 0 } },
    "metadataOptions.httpPutResponseHopLimit",
    /1 - 64/,
  ],
  ["a field of none", "instance", { metadataOptions: { tokens: "x" } }, "metadataOptions.tokens", /not expected here/],
  [
    "a type of disk",
    "instance",
    { rootBlockDevice: { volumeType: "gp4" } },
    "rootBlockDevice.volumeType",
    /one of .*, got gp4/,
  ],
  [
    "an end",
    "instance",
    { instanceInitiatedShutdownBehavior: "delete" },
    "instanceInitiatedShutdownBehavior",
    /"terminate"\], got/,
  ],
  [
    "a market",
    "instance",
    { instanceMarketOptions: { marketType: "flea" } },
    "instanceMarketOptions.marketType",
    /got flea/,
  ],
  ["an address", "instance", { privateIp: "10.0.0" }, "privateIp", /valid IPv4 address/],
  ["tags twice", "instance", { volumeTags: {}, rootBlockDevice: { tags: {} } }, "volumeTags", /conflicts with/],
  [
    "what there is no stand-in for",
    "instance",
    { ebsBlockDevices: [{ deviceName: "/dev/sdf" }] },
    "ebsBlockDevices",
    /stand-in does not do/,
  ],
  ["a region", "instance", { region: "moon-1" }, "region", /invalid AWS Region: moon-1/],
  [
    "a tag's key where guests see it",
    "instance",
    { tags: { "a b": "" }, metadataOptions: { instanceMetadataTags: "enabled" } },
    "tags",
    /'a b' is not a valid tag key/,
  ],
  ["a name", "group", { name: "sg-web" }, "name", /cannot begin with sg-/],
  ["a long name", "group", { name: "x".repeat(256) }, "name", /\(0 - 255\)/],
  ["a description", "group", { description: "it's mine" }, "description", /may only contain alphanumeric/],
  ["a long description", "group", { description: "x".repeat(256) }, "description", /\(0 - 255\)/],
  ["rules inside", "group", { ingress: [] }, "ingress", /use aws.vpc.SecurityGroupIngressRule/],
  ["a rule for nobody", "ingress", { cidrIpv4: undefined }, "cidrIpv4", /exactly one of .*, got none/],
  ["a rule for two", "ingress", { cidrIpv6: "::/0" }, "cidrIpv6", /got cidrIpv4 and cidrIpv6/],
  ["bits behind the prefix", "ingress", { cidrIpv4: "10.0.0.1/8" }, "cidrIpv4", /bits set behind its prefix/],
  ["an address for a network", "ingress", { cidrIpv4: "10.0.0.1" }, "cidrIpv4", /not a valid IPv4 CIDR/],
  ["a network of six", "ingress", { cidrIpv4: undefined, cidrIpv6: "::/129" }, "cidrIpv6", /not a valid IPv6 CIDR/],
  ["a port", "ingress", { toPort: 65536 }, "toPort", /between -1 and 65535, got: 65536/],
  ["ports of everything", "ingress", { ipProtocol: "-1" }, "fromPort", /must not be set/],
  ["a rule of no group", "ingress", { securityGroupId: undefined }, "securityGroupId", /is required/],
  ["a domain", "eip", { domain: "standard" }, "domain", /one of \["vpc"\], got standard/],
  ["a disk of no size", "volume", { size: undefined }, "size", /one of `size,snapshot_id`/],
  ["a disk of nowhere", "volume", { availabilityZone: undefined }, "availabilityZone", /is required/],
  ["a device", "attachment", { deviceName: "/dev/vda" }, "deviceName", /not a valid EBS device name/],
])("%s is refused", async (_, type, change, property, reason) => {
  const usual: Record<keyof typeof types, Properties> = {
    ...{ instance: instanceArgs, group: { vpcId: "vpc-1" }, ingress: ssh(sg), egress: ssh(sg), eip: { domain: "vpc" } },
    ...{ association: {}, volume: { availabilityZone: "eu-central-1a", size: 5 } },
    attachment: { deviceName: "/dev/sdf", instanceId: "i-1", volumeId: "vol-1" },
  };
  expect((await provider.check(types[type], usual[type])).failures).toEqual({});
  const given = Object.fromEntries(
    Object.entries<unknown>({ ...usual[type], ...change }).filter(([, value]) => value !== undefined),
  );
  expect((await provider.check(types[type], given)).failures[property]).toMatch(reason);
});

test("nothing is refused for not being known yet", async () => {
  for (const [token, { inputs }] of Object.entries(aws.resources)) {
    const without = token === types.group ? ["ingress", "egress", "namePrefix"] : ["address", "associateWithPrivateIp"];
    const names = Object.keys(inputs).filter(
      (name) => !without.includes(name) && !/Pool|Group$|^(instance|networkInterface)$/.test(name),
    );
    const few =
      token === types.instance
        ? ["ami", "instanceType", "userData", "userDataBase64", "metadataOptions", "tags"]
        : names;
    const given = Object.fromEntries(few.map((name) => [name, unknown]));
    const allowed = Object.keys((await provider.check(token, given)).failures).filter(
      (name) => !["snapshotId", "outpostArn"].includes(name),
    );
    expect([token, allowed]).toEqual([token, []]);
  }
});

test("a provider without a region is refused", () => {
  expect(checkConfig({})[0]?.reason).toContain("pulumi config set aws:region");
  expect(checkConfig({ region: "eu-central" })[0]?.reason).toBe("invalid AWS Region: eu-central");
  expect(checkConfig({ region: "us-east-1" })).toEqual([]);
});

test.each<[string, Properties, RegExp]>([
  [
    "a type that there is not",
    { instanceType: "t3.tiny" },
    /InvalidParameterValue: Invalid value 't3.tiny' for InstanceType/,
  ],
  ["an id that is none", { ami: "ami-rocky" }, /InvalidAMIID.Malformed: Invalid id: "ami-rocky"/],
  [
    "an image of nobody",
    { ami: "ami-00000000000000000" },
    /InvalidAMIID.NotFound: The image id '\[ami-00000000000000000\]' does not exist/,
  ],
  [
    "an image for another processor",
    { ami: armAmi },
    /architecture 'x86_64' of the specified instance type does not match the architecture 'arm64'/,
  ],
  ["a type of another processor", { instanceType: "t4g.small" }, /architecture 'arm64' of the specified instance type/],
  [
    "another processor than this computer's",
    { ami: armAmi, instanceType: "t4g.small" },
    /boots its machines on this computer, which is x86_64/,
  ],
  ["a subnet that there is not", { subnetId: "subnet-1" }, /InvalidSubnetID.NotFound/],
  ["a zone that there is not", { availabilityZone: "eu-central-1x" }, /Invalid availability zone/],
  [
    "a group that there is not",
    { vpcSecurityGroupIds: [sg] },
    /InvalidGroup.NotFound: The security group 'sg-0123456789abcdef0' does not exist/,
  ],
  ["a group's name for an id", { vpcSecurityGroupIds: ["web"] }, /InvalidGroupId.Malformed/],
  ["a key pair that there is not", { keyName: "mine" }, /InvalidKeyPair.NotFound/],
  ["a profile that there is not", { iamInstanceProfile: "ssm" }, /Invalid IAM Instance Profile name/],
  [
    "a disk smaller than its image",
    { rootBlockDevice: { volumeSize: 8 } },
    /InvalidBlockDeviceMapping: Volume of size 8GB is smaller than snapshot/,
  ],
  [
    "throughput of gp2",
    { rootBlockDevice: { volumeType: "gp2", throughput: 200 } },
    /parameter throughput is not supported for gp2/,
  ],
  [
    "a key for an open disk",
    { rootBlockDevice: { kmsKeyId: "arn:aws:kms:x" } },
    /KmsKeyId requires the parameter Encrypted/,
  ],
  ["an address of elsewhere", { privateIp: "10.0.0.5" }, /does not fall within the subnet/],
  ["51 tags", { tags: manyTags(51) }, /TagLimitExceeded/],
  ["a tag of AWS's own", { tags: { "aws:x": "" } }, /reserved for internal use/],
  ["a tag's long value", { tags: { a: "x".repeat(257) } }, /at most 256/],
  [
    "packed user data above the limit",
    { userDataBase64: Buffer.alloc(16385).toString("base64") },
    /User data is limited to 16384 bytes/,
  ],
])("EC2 refuses %s, and nothing stays", async (_, change, reason) => {
  const launch = provider.create(types.instance, { ...instanceArgs, ...change });
  await expect(launch).rejects.toThrow(reason);
  await expect(launch).rejects.toThrow(/^creating EC2 Instance|^the laboratory/);
  expect(cloud.left()).toEqual([]);
});

test("without a default VPC there is nowhere to go", async () => {
  cloud.put("no-default-vpc");
  await expect(provider.create(types.instance, instanceArgs)).rejects.toThrow(
    "VPCIdNotSpecified: No default VPC for this user",
  );
  await expect(provider.create(types.group, {})).rejects.toThrow("VPCIdNotSpecified: No default VPC for this user");
});

const olds: Properties = {
  ...{ ...instanceArgs, tags: { a: "1" }, vpcSecurityGroupIds: ["sg-1", "sg-2"], userData: "a", privateIp: "1.2.3.4" },
  ...{ userDataReplaceOnChange: true, metadataOptions: { httpTokens: "required" }, keyName: "k", subnetId: "s" },
  rootBlockDevice: { volumeSize: 30, encrypted: true },
};
test.each<[string, Properties, string[]]>([
  ["an image", { ami: "ami-1" }, ["+ami"]],
  ["a subnet", { subnetId: "t" }, ["+subnetId"]],
  ["a key pair", { keyName: "l" }, ["+keyName"]],
  ["a public address", { associatePublicIpAddress: false }, ["+associatePublicIpAddress"]],
  ["encryption", { rootBlockDevice: { volumeSize: 30, encrypted: false } }, ["+rootBlockDevice.encrypted"]],
  ["a market", { instanceMarketOptions: { marketType: "spot" } }, ["+instanceMarketOptions"]],
  ["user data", { userData: "b" }, ["+userData"]],
  ["user data, packed from now on", { userData: undefined, userDataBase64: "Yg==" }, ["+userDataBase64"]],
  [
    "user data that does not replace",
    { userData: "b", userDataReplaceOnChange: false },
    ["userData", "userDataReplaceOnChange"],
  ],
  ["a type", { instanceType: "t3.large" }, ["instanceType"]],
  ["a disk's size", { rootBlockDevice: { volumeSize: 40, encrypted: true } }, ["rootBlockDevice.volumeSize"]],
  ["groups", { vpcSecurityGroupIds: ["sg-1", "sg-3"] }, ["vpcSecurityGroupIds[1]"]],
  ["only the order of groups", { vpcSecurityGroupIds: ["sg-2", "sg-1"] }, []],
  ["tags", { tags: { a: "2" } }, ["tags.a"]],
  ["tokens", { metadataOptions: { httpTokens: "optional" } }, ["metadataOptions.httpTokens"]],
  ["protection", { disableApiTermination: true }, ["disableApiTermination"]],
  ["an instance profile", { iamInstanceProfile: "p" }, ["iamInstanceProfile"]],
])("%s of an instance changed", async (_, change, paths) => {
  const news = Object.fromEntries(
    Object.entries<unknown>({ ...olds, ...change }).filter(([, value]) => value !== undefined),
  );
  expect((await provider.diff(types.instance, olds, news)).paths).toEqual(paths);
});

test("what else replaces", async () => {
  const paths = async (type: string, before: Properties, after: Properties) =>
    (await provider.diff(type, before, after)).paths;
  expect(await paths(types.ingress, ssh(sg), { ...ssh(sg), cidrIpv4: "10.0.0.0/8" })).toEqual(["cidrIpv4"]);
  const { cidrIpv4: _, ...without } = ssh(sg);
  expect(await paths(types.ingress, ssh(sg), { ...without, cidrIpv6: "::/0" })).toEqual(["+cidrIpv4", "+cidrIpv6"]);
  expect(await paths(types.ingress, ssh(sg), ssh("sg-2"))).toEqual(["+securityGroupId"]);
  expect(await paths(types.group, { description: "a" }, { description: "b" })).toEqual(["+description"]);
  expect(await paths(types.association, { instanceId: "i-1" }, { instanceId: "i-2" })).toEqual(["+instanceId"]);
  expect(await paths(types.volume, { size: 5, encrypted: true }, { size: 6, encrypted: true })).toEqual(["size"]);
  expect(await paths(types.volume, { availabilityZone: "a" }, { availabilityZone: "b" })).toEqual([
    "+availabilityZone",
  ]);
});

test("a group of a name of its own goes before the new one comes, one of Pulumi's name after", async () => {
  const own = (name: string) =>
    provider
      .diff(types.group, { name, description: "a" }, { name, description: "b" })
      .then((diff) => diff.deleteBeforeReplace);
  expect([await own("web"), await own("name-0a1b2c3")]).toEqual([true, false]);
});

test("Pulumi's name stays the same as long as the group does", async () => {
  const { inputs } = await provider.check(types.group, {});
  expect(inputs.name).toMatch(/^name-[0-9a-f]{7}$/);
  expect((await provider.check(types.group, {}, inputs)).inputs.name).toBe(inputs.name);
  expect((await provider.check(types.group, {}, { name: "mine" })).inputs.name).not.toBe("mine");
});

test("what fits is taken", async () => {
  const packed = gzipSync("x".repeat(100_000)).toString("base64");
  expect((await provider.check(types.instance, { ...instanceArgs, ami, userDataBase64: packed })).failures).toEqual({});
  expect((await provider.check(types.instance, { ...instanceArgs, userData: "x".repeat(16384) })).failures).toEqual({});
});
