// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/docker-host-args";
import { type Answer, RecordedProgram, unknown } from "../recorded-program";
import { account, base, gatedInPreview, healthy, programWith } from "./host-under-test";

/** What the constructor throws for plain arguments. */
async function refusal(args: Partial<AwsDockerHostArgs>) {
  const program = await RecordedProgram.start(healthy, { call: account() });
  try {
    new AwsDockerHost("web", { ...base, ...args });
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return { error, program };
    throw error;
  }
  throw new Error("the arguments were accepted");
}

const none = { sshIngressCidrs: undefined };
const cidr = `is not a network in CIDR form, for example`;
const open = `lets everybody try SSH; name the networks that need it, or set allowSshFromAnywhere to true if that is what you want`;
const instead = "is for the security group that is made, and securityGroupIds takes its place; remove one of both";
const list = "must be a list";

/** The path, the message, and the arguments, also such as a file of settings may hold. */
const invalid: [string, string, Record<string, unknown>][] = [
  [
    "sshIngressCidrs",
    `is missing: name the networks that may reach SSH, for example ["203.0.113.7/32"] for one address, or give securityGroupIds or a proxy`,
    none,
  ],
  ["sshIngressCidrs", list, { sshIngressCidrs: "203.0.113.0/24" }],
  [
    "sshIngressCidrs",
    "must be a plain value and no Output, because it decides what is created",
    { sshIngressCidrs: pulumi.output([]) },
  ],
  ["sshIngressCidrs[0]", `"203.0.113.7" ${cidr} "203.0.113.7/32"`, { sshIngressCidrs: ["203.0.113.7"] }],
  ["sshIngressCidrs[0]", `"2001:db8::7" ${cidr} "2001:db8::7/128"`, { sshIngressCidrs: ["2001:db8::7"] }],
  ["sshIngressCidrs[0]", `"office" ${cidr} "203.0.113.0/24"`, { sshIngressCidrs: ["office"] }],
  ["sshIngressCidrs[0]", `7 ${cidr} "203.0.113.0/24"`, { sshIngressCidrs: [7] }],
  [
    "sshIngressCidrs[0]",
    `"203.0.113.77/24" has bits behind its prefix, which AWS refuses; use "203.0.113.0/24"`,
    { sshIngressCidrs: ["203.0.113.77/24"] },
  ],
  [
    "sshIngressCidrs[1]",
    `"10.0.0.0/8" is here twice; keep one of them`,
    { sshIngressCidrs: ["10.0.0.0/8", "10.0.0.0/8"] },
  ],
  ["sshIngressCidrs[0]", `"0.0.0.0/0" ${open}`, { sshIngressCidrs: ["0.0.0.0/0"] }],
  ["sshIngressCidrs[0]", `"128.0.0.0/1" ${open}`, { sshIngressCidrs: ["128.0.0.0/1"] }],
  ["sshIngressCidrs[0]", `"::/0" ${open}`, { sshIngressCidrs: ["::/0"] }],
  ["sshIngressCidrs[0]", `"12.0.0.0/7" ${open}`, { sshIngressCidrs: ["12.0.0.0/7"] }],
  ["sshIngressCidrs[0]", `"fd00::/8" ${open}`, { sshIngressCidrs: ["fd00::/8"] }],
  ["sshIngressCidrs[0]", `"2002::/15" ${open}`, { sshIngressCidrs: ["2002::/15"] }],
  ["ingress[0].cidrs[0]", `"0.0.0.0/0" ${open}`, { ingress: [{ port: 22, cidrs: ["0.0.0.0/0"] }] }],
  ["ingress[0].cidrs[0]", `"0.0.0.0/0" ${open}`, { ingress: [{ cidrs: ["0.0.0.0/0"] }] }],
  ["ingress[0].cidrs[0]", `"0.0.0.0/0" ${open}`, { ingress: [{ port: 20, toPort: 25, cidrs: ["0.0.0.0/0"] }] }],
  ["ingress[0].cidrs[0]", `"0.0.0.0/0" ${open}`, { ingress: [{ port: 0, toPort: 22, cidrs: ["0.0.0.0/0"] }] }],
  ["ingress[0].cidrs[0]", `"0.0.0.0/0" ${open}`, { ingress: [{ port: 22, toPort: 23, cidrs: ["0.0.0.0/0"] }] }],
  ["ingress[0].cidrs[0]", `"::/0" ${open}`, { ingress: [{ protocol: "all", cidrs: ["::/0"] }] }],
  [
    "ingress[0].cidrs[0]",
    `"203.0.113.0/24" is here twice; keep one of them`,
    { ingress: [{ port: 22, cidrs: ["203.0.113.0/24"] }] },
  ],
  ["ingress", list, { ingress: { port: 443 } }],
  ["ingress[0]", "must be a map", { ingress: [443] }],
  ["ingress[0].cidrs", "is missing", { ingress: [{ port: 443 }] }],
  [
    "ingress[0].protocol",
    `"sctp" is none of "tcp", "udp", "icmp", "icmpv6", "all"`,
    { ingress: [{ protocol: "sctp", cidrs: [] }] },
  ],
  ["ingress[0].port", `70000 is not a port from 0 to 65535`, { ingress: [{ port: 70_000, cidrs: [] }] }],
  ["ingress[0].port", `"all" has no ports; remove it`, { ingress: [{ protocol: "all", port: 1, cidrs: [] }] }],
  [
    "ingress[0].toPort",
    `79 is before port, which is 80; a range begins at port`,
    { ingress: [{ port: 80, toPort: 79, cidrs: [] }] },
  ],
  [
    "egress[0].description",
    `"it's" has characters that AWS refuses there, or more than 255`,
    { egress: [{ cidrs: [], description: "it's" }] },
  ],
  ["egress[0].cidrs[0]", `"all" ${cidr} "203.0.113.0/24"`, { egress: [{ cidrs: ["all"] }] }],
  ["sshIngressCidrs", instead, { securityGroupIds: ["sg-1"] }],
  ["ingress", instead, { ...none, securityGroupIds: ["sg-1"], ingress: [] }],
  ["egress", instead, { ...none, securityGroupIds: ["sg-1"], egress: [] }],
  [
    "subnetId",
    `"eu-central-1a" is not the id of a subnet, for example "subnet-0123456789abcdef0"`,
    { subnetId: "eu-central-1a" },
  ],
  ["publicAddress", `"static" is none of "ephemeral", "elastic", "none"`, { publicAddress: "static" }],
  [
    "publicAddress",
    `"none" leaves no way in for the health check; give a proxy, or set connectBy to "privateAddress" where the program runs inside the VPC`,
    { publicAddress: "none", subnetId: "subnet-0a" },
  ],
  [
    "subnetId",
    `is missing: with publicAddress "none" it must be a subnet that reaches package sites by NAT or a proxy`,
    { publicAddress: "none", connectBy: "privateAddress" },
  ],
  ["connectBy", `"vpn" is none of "publicAddress", "privateAddress"`, { connectBy: "vpn" }],
  [
    "connectBy",
    `"publicAddress" is not reached through a proxy; remove one of both`,
    { connectBy: "publicAddress", proxy: { host: "198.51.100.1" } },
  ],
  ["instanceType", `"small" is not an instance type, for example "t3.small" or "t4g.small"`, { instanceType: "small" }],
  ["amiId", `"rocky" is not the id of an image, for example "ami-0123456789abcdef0"`, { amiId: "rocky" }],
  ["rotateImage", `2 is not a text`, { rotateImage: 2 }],
  [
    "rotateImage",
    "chooses the newest image anew, and amiId names one; remove one of both",
    { rotateImage: "2", amiId: "ami-0123" },
  ],
  ["diskGiB", "8 is not a whole number of GiB from 16 to 65536", { diskGiB: 8 }],
  [
    "kmsKeyId",
    `"alias/ebs" is not the ARN of a KMS key, for example "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
    { kmsKeyId: "alias/ebs" },
  ],
  ["metadataHopLimit", "3 is none of 1, 2", { metadataHopLimit: 3 }],
  [
    "iamInstanceProfile",
    `"arn:aws:iam::123456789012:instance-profile/ssm" is not the name (not the ARN) of an instance profile, as in \`aws iam list-instance-profiles\``,
    { iamInstanceProfile: "arn:aws:iam::123456789012:instance-profile/ssm" },
  ],
  ["keyName", `"" is not the name of a key pair in EC2`, { keyName: "" }],
  ["region", `"Frankfurt" is not a region, for example "eu-central-1"`, { region: "Frankfurt" }],
  [
    "tags",
    `"aws:x": "1" is not a tag that AWS takes: letters, digits, spaces and _.:/=+-@, at most 128 characters before and 256 after, and no "aws:" before`,
    { tags: { "aws:x": "1" } },
  ],
  ["tags", `["a"] is not a map of texts`, { tags: ["a"] }],
  ["allowSshFromAnywhere", `"yes" is none of true, false`, { allowSshFromAnywhere: "yes" }],
  ["ssmAgent", `1 is none of true, false`, { ssmAgent: 1 }],
  ["spot", "must be a plain value and no Output, because it decides what is created", { spot: pulumi.output(false) }],
  [
    "disableApiTermination",
    "AWS protects no spot instance from termination; remove one of both",
    { spot: true, disableApiTermination: true },
  ],
  ["dataVolume", "must be a map", { dataVolume: 50 }],
  ["dataVolume.sizeGiB", "is missing", { subnetId: "subnet-0a", dataVolume: {} }],
  [
    "dataVolume.sizeGiB",
    "0 is not a whole number of GiB from 1 to 65536",
    { subnetId: "subnet-0a", dataVolume: { sizeGiB: 0 } },
  ],
  [
    "dataVolume.mountPath",
    `"data" is not an absolute path of letters, digits, ".", "_" and "-", without "/" at its end, for example "/data"`,
    { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5, mountPath: "data" } },
  ],
  [
    "dataVolume.type",
    `"io2" is none of "gp3", "gp2", "st1", "sc1"`,
    { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5, type: "io2" } },
  ],
  [
    "dataVolume.deviceName",
    `"/dev/sda1" is not one of AWS's names from "/dev/sdf" to "/dev/sdp"`,
    { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5, deviceName: "/dev/sda1" } },
  ],
  [
    "subnetId",
    "is missing: a data volume stays in one availability zone, and so must the machine",
    { dataVolume: { sizeGiB: 5 } },
  ],
  [
    "dataVolume",
    "a spot instance cannot be stopped, and so its data volume not be taken from it; remove one of both",
    { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5 }, spot: true },
  ],
];

describe("invalid arguments", () => {
  test.each(invalid)("%s is refused in the constructor: %s", async (propertyPath, reason, args) => {
    const { error, program } = await refusal(args);
    expect(error.errors).toEqual([{ propertyPath, reason }]);
    expect(error.message).toBe(`the docker host's arguments have 1 problem:\n${propertyPath}: ${reason}`);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(program.registrations).toEqual([]);
  });

  test("are listed all at once, with those of the guest", async () => {
    const { error } = await refusal({
      ...{ sshIngressCidrs: ["0.0.0.0/0"], diskGiB: 1, instanceType: "x" },
      ...{ users: [{ name: "Bob" }], docker: { version: "latest" } },
    });
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual([
      "users[0].name",
      "docker.version",
      "instanceType",
      "diskGiB",
      "sshIngressCidrs[0]",
    ]);
  });

  test("are found also where an argument for the guest is an Output", async () => {
    const { error } = await refusal({ dockerUsers: pulumi.output(["rocky"]), diskGiB: 1 });
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual(["diskGiB"]);
  });
});

describe("arguments that are valid", () => {
  const beside = (port: number, toPort: number) => ({ port, toPort, cidrs: ["0.0.0.0/0"] });
  test.each<[string, Partial<AwsDockerHostArgs>]>([
    [
      "SSH from anywhere, where that is acknowledged",
      { sshIngressCidrs: ["0.0.0.0/0", "::/0"], allowSshFromAnywhere: true },
    ],
    ["a private network as wide as they are", { sshIngressCidrs: ["10.0.0.0/8"] }],
    ["a network of IPv6 as wide as they are given out", { sshIngressCidrs: ["2002::/16"] }],
    [
      "ports of the web for everybody",
      {
        ingress: [
          { port: 443, cidrs: ["0.0.0.0/0"] },
          { port: 80, cidrs: ["::/0"] },
        ],
      },
    ],
    ["the ports below and above that of SSH", { ingress: [beside(0, 21), beside(23, 65_535)] }],
    ["the port of SSH, of another protocol", { ingress: [{ protocol: "udp", port: 22, cidrs: ["0.0.0.0/0"] }] }],
    ["an answer to each ping", { ingress: [{ protocol: "icmp", cidrs: ["0.0.0.0/0"] }] }],
    ["everything out to everywhere", { egress: [{ cidrs: ["0.0.0.0/0"] }, { port: 22, cidrs: ["::/0"] }] }],
    [
      "rules for SSH from anywhere, where that is acknowledged",
      { ingress: [{ protocol: "all", cidrs: ["0.0.0.0/0"] }], allowSshFromAnywhere: true },
    ],
    ["a host behind a bastion", { sshIngressCidrs: undefined, proxy: { host: "198.51.100.1" } }],
    ["no rule for SSH, on purpose", { sshIngressCidrs: [] }],
  ])("are %s", async (_what, args) => {
    expect((await programWith(args)).outputs.address).toEqual(expect.any(String));
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ['instanceType: "t3.micro" has 1024 MiB of memory', { instanceType: "t3.micro" }],
    ["disableApiTermination: does not hold back ttlMinutes", { ttlMinutes: 60, disableApiTermination: true }],
  ])("but likely to be regretted are warned about: %s", async (text, args) => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    await programWith(args);
    expect(warn.mock.calls.map(([message]) => message)).toEqual([expect.stringContaining(text)]);
    warn.mockRestore();
  });
});

describe("arguments that are Outputs", () => {
  test("give the same host as plain ones", async () => {
    const plain: Partial<AwsDockerHostArgs> = {
      ...{ instanceType: "t4g.small", diskGiB: 40, subnetId: "subnet-0a", region: "us-east-1", tags: { team: "a" } },
      ...{ metadataHopLimit: 2, keyName: "mine", iamInstanceProfile: "ssm", ttlMinutes: 60, rotateImage: "2" },
    };
    const late = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, pulumi.output(value)]));
    const [one, other] = [await programWith(plain), await programWith(late)];
    expect(other.program.find("web-machine").inputs).toEqual(one.program.find("web-machine").inputs);
    expect(other.asked.sort()).toEqual(one.asked.sort());
  });

  test("make a rule of each network all the same, of the right kind", async () => {
    const { program } = await programWith({
      sshIngressCidrs: [pulumi.output("203.0.113.0/24"), Promise.resolve("2001:db8::/32")],
    });
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: "203.0.113.0/24", fromPort: 22, toPort: 22 });
    expect(program.find("web-ssh-1").inputs).toMatchObject({ cidrIpv6: "2001:db8::/32", ipProtocol: "tcp" });
    expect(program.find("web-ssh-0").inputs).not.toHaveProperty("cidrIpv6");
  });

  test("and not known in preview leave unknown what is made of them, and nothing else", async () => {
    // What AWS and a command are going to say is not known before they were asked.
    const known: Answer = (registered) => (registered.type === "pulumi:index:Stash" ? healthy(registered) : {});
    const program = await RecordedProgram.start(known, { preview: true, call: account() });
    const { stdout: later } = new command.local.Command("later", { create: "id -un" });
    const outputs = await program.outputsOf(
      new AwsDockerHost("web", {
        ...{ sshIngressCidrs: [later, "203.0.113.0/24"], subnetId: later, dockerUsers: [later], ttlMinutes: 60 },
        ...{
          tags: { team: later },
          diskGiB: later.apply(Number),
          publicAddress: "elastic",
          dataVolume: { sizeGiB: 5 },
        },
      }),
    );
    expect(outputs).toMatchObject(gatedInPreview);
    const { inputs } = program.find("web-machine");
    expect(inputs).toMatchObject({
      ...{ subnetId: unknown, userData: unknown, userDataBase64: unknown, tags: unknown },
      ...{ ami: "ami-0newest", instanceType: "t3.small", userDataReplaceOnChange: true },
      metadataOptions: { httpTokens: "required" },
      rootBlockDevice: { encrypted: true, volumeSize: unknown },
    });
    expect(program.find("web-security-group").inputs.vpcId).toBe(unknown);
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: unknown, cidrIpv6: unknown, fromPort: 22 });
    expect(program.find("web-data").inputs).toMatchObject({ availabilityZone: unknown, size: 5 });
  });
});
