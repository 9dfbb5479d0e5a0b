// SPDX-License-Identifier: Apache-2.0
import { gunzipSync } from "node:zlib";

import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { publicTexts } from "../recorded-program";
import { expires, hostKey, loginKey, programWith } from "./host-under-test";

const tags = { Name: "project-stack-web", project: "project", stack: "stack", host: "web" };
const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

async function machineWith(args: Partial<AwsDockerHostArgs> = {}) {
  const { program } = await programWith(args);
  return program.find("web-machine");
}

describe("the machine", () => {
  const defaults = {
    ami: "ami-0newest",
    instanceType: "t3.small",
    vpcSecurityGroupIds: ["web-security-group-id"],
    associatePublicIpAddress: true,
    userData: { secret: expect.stringMatching(/^#cloud-config\n/) as string },
    userDataReplaceOnChange: true,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    },
    rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true, deleteOnTermination: true, tags },
    disableApiTermination: false,
    tags,
  };
  const { rootBlockDevice: disk, metadataOptions } = defaults;

  test("is made with safe defaults and no more", async () => {
    expect((await machineWith()).inputs).toEqual(defaults);
  });

  const ended = { ...tags, "expires-at": expires };
  test.each<[string, Partial<AwsDockerHostArgs>, Record<string, unknown>]>([
    ["instanceType", { instanceType: "m7g.large" }, { instanceType: "m7g.large" }],
    ["amiId", { amiId: "ami-0123" }, { ami: "ami-0123" }],
    ["diskGiB", { diskGiB: 100 }, { rootBlockDevice: { ...disk, volumeSize: 100 } }],
    ["kmsKeyId", { kmsKeyId: key }, { rootBlockDevice: { ...disk, kmsKeyId: key } }],
    [
      "metadataHopLimit",
      { metadataHopLimit: 2 },
      { metadataOptions: { ...metadataOptions, httpPutResponseHopLimit: 2 } },
    ],
    ["subnetId", { subnetId: "subnet-0a" }, { subnetId: "subnet-0a" }],
    ["securityGroupIds", { sshIngressCidrs: undefined, securityGroupIds: ["sg-1"] }, { vpcSecurityGroupIds: ["sg-1"] }],
    [
      "additionalSecurityGroupIds beside those of the caller",
      { sshIngressCidrs: undefined, securityGroupIds: ["sg-1"], additionalSecurityGroupIds: ["sg-2"] },
      { vpcSecurityGroupIds: ["sg-1", "sg-2"] },
    ],
    [
      "additionalSecurityGroupIds beside the group that is made",
      { additionalSecurityGroupIds: ["sg-2"] },
      { vpcSecurityGroupIds: ["web-security-group-id", "sg-2"] },
    ],
    ["iamInstanceProfile", { iamInstanceProfile: "ssm" }, { iamInstanceProfile: "ssm" }],
    ["keyName", { keyName: "mine" }, { keyName: "mine" }],
    ["disableApiTermination", { disableApiTermination: true }, { disableApiTermination: true }],
    ["region", { region: "us-east-1" }, { region: "us-east-1" }],
    ["publicAddress elastic", { publicAddress: "elastic" }, {}],
    [
      "publicAddress none",
      { publicAddress: "none", subnetId: "subnet-0a", connectBy: "privateAddress" },
      { associatePublicIpAddress: false, subnetId: "subnet-0a" },
    ],
    [
      "spot",
      { spot: true },
      {
        instanceMarketOptions: {
          marketType: "spot",
          spotOptions: { spotInstanceType: "one-time", instanceInterruptionBehavior: "terminate" },
        },
      },
    ],
    [
      "ttlMinutes",
      { ttlMinutes: 60 },
      { instanceInitiatedShutdownBehavior: "terminate", tags: ended, rootBlockDevice: { ...disk, tags: ended } },
    ],
  ])("gets %s", async (_what, args, changed) => {
    expect((await machineWith(args)).inputs).toEqual({ ...defaults, ...changed });
  });

  test("has the caller's tags, which win over ours, and so has everything else that can have tags", async () => {
    const own = { team: "a", host: "mine" };
    const { program } = await programWith({
      ...{ tags: own, subnetId: "subnet-0a", publicAddress: "elastic", dataVolume: { sizeGiB: 5 } },
    });
    const tagged = program.registrations.filter(({ inputs }) => inputs.tags !== undefined);
    expect(tagged.map(({ name }) => name).sort()).toEqual([
      "web-address",
      "web-data",
      "web-egress-all-0.0.0.0-0",
      "web-machine",
      "web-security-group",
      "web-ssh-203.0.113.0-24",
    ]);
    for (const { inputs } of tagged) expect(inputs.tags).toEqual({ ...tags, ...own });
    expect(program.find("web-machine").inputs.rootBlockDevice).toMatchObject({ tags: { ...tags, ...own } });
  });

  test("has its region in common with everything that AWS makes, and with every question", async () => {
    const { program, asked } = await programWith({
      ...{ region: "us-east-1", subnetId: "subnet-0a", publicAddress: "elastic", dataVolume: { sizeGiB: 5 } },
    });
    const made = program.registrations.filter(({ type }) => type.startsWith("aws:"));
    expect(made).toHaveLength(8);
    expect([...made.map(({ inputs }) => inputs.region), ...asked.map(([, inputs]) => inputs.region)]).toEqual(
      Array.from({ length: 8 + 3 }, () => "us-east-1"),
    );
  });
});

describe("user data", () => {
  const big = { files: [{ path: "/etc/motd", content: "welcome\n".repeat(4000) }] };

  test("holds both keys, and is secret", async () => {
    const { userData } = (await machineWith()).inputs as { userData: { secret: string } };
    expect(userData.secret).toContain(`- ${loginKey.publicKey}\n`);
    expect(userData.secret).toContain(hostKey.publicKey);
  });

  test("above 16 KB goes compressed, in the place that AWS has for that, and nowhere else", async () => {
    const { inputs } = await machineWith(big);
    const { secret } = inputs.userDataBase64 as { secret: string };
    expect(gunzipSync(Buffer.from(secret, "base64")).toString()).toMatch(/^#cloud-config\n/);
    expect(inputs).not.toHaveProperty("userData");
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ["plain", {}],
    ["compressed", big],
  ])("stands in nothing that is not secret when it is %s", async (_how, args) => {
    const { program, outputs } = await programWith(args);
    const texts = publicTexts([program.registrations, outputs]).join("\n");
    expect(texts).toContain("ami-0newest");
    expect(texts).not.toContain("b3BlbnNzaC1rZXktdjE");
    expect(texts).not.toContain("#cloud-config");
    expect(texts).not.toContain("H4sIA");
  });
});

describe("another machine", () => {
  const triggerOf = async (args: Partial<AwsDockerHostArgs>) => (await machineWith(args)).replacementTrigger;

  test("is asked for by what the guest is told, the image's rotation, and whether there is a public address", async () => {
    expect(await triggerOf({ rotateImage: "2" })).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      "2",
      "public",
    ]);
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ["commands", { commands: ["true"] }],
    ["rotateImage", { rotateImage: "2026-11" }],
    ["ssmAgent", { ssmAgent: true }],
    ["publicAddress", { publicAddress: "none", subnetId: "subnet-0a", connectBy: "privateAddress" }],
    ["dataVolume.mountPath", { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5, mountPath: "/srv" } }],
  ])("is asked for when %s changes", async (_what, args) => {
    expect(await triggerOf(args)).not.toEqual(await triggerOf({}));
  });

  test("is asked for when the data volume has another device, as the provider would leave this one stopped", async () => {
    const withVolume = (more: object) => triggerOf({ subnetId: "subnet-0a", dataVolume: { sizeGiB: 5, ...more } });
    expect(await withVolume({ deviceName: "/dev/sdg" })).not.toEqual(await withVolume({}));
    expect(await withVolume({ deviceName: "/dev/sdf" })).toEqual(await withVolume({ sizeGiB: 9, type: "gp2" }));
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ["nothing", {}],
    ["health", { health: { ssh: 1, total: 2 } }],
    ["publicAddress to an elastic one", { publicAddress: "elastic" }],
    ["sshIngressCidrs", { sshIngressCidrs: ["198.51.100.0/24"] }],
    ["tags", { tags: { team: "a" } }],
    ["metadataHopLimit", { metadataHopLimit: 2 }],
  ])("is not asked for when %s changes", async (_what, args) => {
    expect(await triggerOf(args)).toEqual(await triggerOf({}));
  });

  test("expires at another time", async () => {
    const ends = async (args: Partial<AwsDockerHostArgs>) =>
      (await programWith({ ttlMinutes: 60, ...args })).program.find("web-expires-at");
    const first = await ends({});
    expect(first.inputs.input).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect((await ends({ health: { ssh: 9 } })).replacementTrigger).toEqual(first.replacementTrigger);
    for (const args of [{ amiId: "ami-0123" }, { subnetId: "subnet-0a" }, { commands: ["true"] }])
      expect((await ends(args)).replacementTrigger).not.toEqual(first.replacementTrigger);
  });
});

describe("the image", () => {
  test.each([
    [undefined, "x86_64"],
    ["t4g.small", "arm64"],
  ])("for the instance type %s is Rocky's own newest one for %s", async (instanceType, architecture) => {
    const { asked } = await programWith(instanceType === undefined ? {} : { instanceType });
    expect(asked.filter(([name]) => name === "getAmi")).toEqual([
      [
        "getAmi",
        {
          owners: ["792107900819"],
          mostRecent: true,
          filters: [
            { name: "name", values: ["Rocky-9-EC2-Base-9.*"] },
            { name: "architecture", values: [architecture] },
            { name: "virtualization-type", values: ["hvm"] },
            { name: "root-device-type", values: ["ebs"] },
            { name: "state", values: ["available"] },
          ],
        },
      ],
    ]);
  });

  test("is not looked up where the caller names one", async () => {
    const { asked, outputs } = await programWith({ amiId: "ami-0123" });
    expect(asked.map(([name]) => name)).toEqual(["getVpc"]);
    expect(outputs.amiId).toBe("ami-0123");
  });
});
