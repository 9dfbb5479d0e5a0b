// SPDX-License-Identifier: Apache-2.0
import { gunzipSync } from "node:zlib";

import type * as pulumi from "@pulumi/pulumi";

import { AwsDockerTemplate } from "../../../components/aws/docker-template";
import { awsTemplateProblems } from "../../../components/aws/problems";
import type { AwsDockerTemplateArgs } from "../../../components/aws/template-args";
import { rows } from "../../../components/aws/template-rules";
import { declared } from "../../../tools/docs/declared";
import { keys } from "../../cloud-init/material";
import { ScratchCloud } from "../../lab/cloud/scratch-cloud";
import { ami, armAmi, ec2 } from "../../lab/ec2/under-test";
import { type Answer, type Properties, RecordedProgram, type Reply } from "../recorded-program";
import { MadeInCloud } from "../second-update";
import { account, type Asked } from "./host-under-test";

const base: AwsDockerTemplateArgs = { securityGroupIds: ["sg-0a"] };

interface Setting {
  answer?: Answer;
  call?: Reply;
  preview?: boolean;
  opts?: pulumi.ComponentResourceOptions;
}

async function programWith(
  args: Partial<AwsDockerTemplateArgs> = {},
  { answer, call, preview = false, opts }: Setting = {},
) {
  const asked: Asked = [];
  const own: Answer = ({ type }) => (type.includes("LaunchTemplate") ? { latestVersion: 3 } : {});
  const program = await RecordedProgram.start(answer ?? own, { call: call ?? account(asked), preview });
  const template = new AwsDockerTemplate("runner", { ...base, ...args }, opts);
  const outputs = await program.outputsOf(template);
  return { program, outputs, asked, inputs: program.find("runner-template").inputs };
}

const told = ({ userData }: Properties) => {
  const bytes = Buffer.from((userData as { secret: string }).secret, "base64");
  return bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString();
};

describe("what is created", () => {
  test("a launch template, and in the state its user data and its image", async () => {
    const { program } = await programWith();
    const shown = program.registrations.map(({ type, name, parent, dependencies, ignoreChanges }) => ({
      ...{ type, name, parent, dependencies, ignoreChanges },
    }));
    const stash = { type: "pulumi:index:Stash", parent: "runner", dependencies: [], ignoreChanges: ["input"] };
    expect(shown.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      {
        ...{ type: "pulumi-docker-host:index:AwsDockerTemplate", name: "runner", parent: undefined },
        ...{ dependencies: [], ignoreChanges: [] },
      },
      { ...stash, name: "runner-image" },
      {
        ...{ type: "aws:ec2/launchTemplate:LaunchTemplate", name: "runner-template", parent: "runner" },
        ...{ dependencies: ["runner-image", "runner-user-data"], ignoreChanges: [] },
      },
      { ...stash, name: "runner-user-data" },
    ]);
  });

  test("with the safe defaults of a host: IMDSv2 alone, one hop, an encrypted gp3 disk, no role, gone when it is off", async () => {
    const { inputs } = await programWith();
    const tags = { Name: "project-stack-runner", project: "project", stack: "stack", host: "runner" };
    expect({ ...inputs, userData: "" }).toEqual({
      ...{ imageId: "ami-0newest", instanceType: "t3.small", vpcSecurityGroupIds: ["sg-0a"], userData: "" },
      instanceInitiatedShutdownBehavior: "terminate",
      metadataOptions: {
        ...{ httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 30, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
      tags: { ...tags, "docker-host-image": "ami-0newest" },
    });
  });

  test("every argument comes to its place", async () => {
    const kmsKeyId = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const { inputs, asked, program } = await programWith({
      ...{ instanceType: "t4g.small", amiId: "ami-0a", diskGiB: 50, kmsKeyId, metadataHopLimit: 2, keyName: "mine" },
      ...{ iamInstanceProfile: "runner", ssmAgent: true, tags: { team: "a" }, region: "eu-west-1" },
    });
    expect(inputs).toMatchObject({
      ...{ imageId: "ami-0a", instanceType: "t4g.small", keyName: "mine", region: "eu-west-1" },
      ...{ iamInstanceProfile: { name: "runner" }, metadataOptions: { httpPutResponseHopLimit: 2 } },
      blockDeviceMappings: [{ ebs: { volumeSize: 50, kmsKeyId } }],
      ...{ tags: { team: "a" }, tagSpecifications: [{ tags: { team: "a" } }, { tags: { team: "a" } }] },
    });
    expect(told(inputs)).toContain("install-ssm-agent");
    expect(program.registrations.map(({ name }) => name)).not.toContain("runner-image");
    const byId = {
      filters: [{ name: "image-id", values: ["ami-0a"] }],
      includeDeprecated: true,
      region: "eu-west-1",
    };
    expect(asked).toEqual([["getAmi", byId]]);
  });

  test("the outputs are what a group needs: the template's id and newest version as text", async () => {
    const { outputs } = await programWith();
    expect(outputs).toMatchObject({ launchTemplateId: "runner-template-id", version: "3", imageName: "ami-0newest" });
    expect(outputs.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("what its machines are told", () => {
  test("is secret, and holds the public keys that were given, no host key, and what to do where the boot fails", async () => {
    const { program, inputs } = await programWith({
      loginKeys: [keys.ed25519],
      users: [{ name: "ci" }],
      dockerUsers: ["ci"],
    });
    expect(told(inputs)).toContain(keys.ed25519);
    expect(told(inputs)).not.toMatch(/PRIVATE KEY|ssh_keys/);
    expect(told(inputs)).toContain("docker-host-self-check");
    expect(program.find("runner-user-data").inputs.input).toEqual({ secret: expect.any(String) as string });
    expect(told((await programWith({ onBootFailure: "keep" })).inputs)).not.toContain("docker-host-self-check");
  });

  test("is compressed where it does not fit", async () => {
    const content = Array.from({ length: 2000 }, (_, i) => `line ${i}`).join("\n");
    const files = [{ path: "/etc/lines", content }];
    expect(told((await programWith({ files })).inputs)).toContain("line 1999");
  });

  test("stays what it was, byte for byte, until it changes: each version of zlib compresses to other bytes", async () => {
    const answer: Answer = ({ name }) => (name === "runner-user-data" ? { output: "a2VwdA==" } : { latestVersion: 1 });
    const { program, inputs, outputs } = await programWith({}, { answer });
    expect(inputs.userData).toEqual({ secret: "a2VwdA==" });
    expect(program.find("runner-user-data").replacementTrigger).toBe(outputs.fingerprint);
    const { outputs: others } = await programWith({ commands: ["true"] });
    expect(others.fingerprint).not.toBe(outputs.fingerprint);
  });
});

test("of a protected template, what the state keeps can be replaced", async () => {
  const { program } = await programWith({}, { opts: { protect: true } });
  expect(program.registrations.filter((one) => one.protect).map(({ name }) => name)).toEqual([
    ...["runner", "runner-template"],
  ]);
});

describe("a newer image", () => {
  const trigger = async (args: Partial<AwsDockerTemplateArgs>) =>
    (await programWith(args)).program.find("runner-image").replacementTrigger;

  test("changes nothing until rotateImage, the architecture or the region does", async () => {
    const answer: Answer = ({ name }) => (name === "runner-image" ? { output: "ami-0kept" } : { latestVersion: 1 });
    const { inputs, outputs } = await programWith({}, { answer });
    expect([inputs.imageId, outputs.imageName]).toEqual(["ami-0kept", "ami-0kept"]);
    const usual = await trigger({});
    expect(await trigger({ instanceType: "t3.large" })).toEqual(usual);
    for (const other of [{ rotateImage: "2" }, { instanceType: "t4g.small" }, { region: "eu-west-1" }])
      expect(await trigger(other)).not.toEqual(usual);
  });
});

describe("arguments", () => {
  test("each has a row, and none says that it replaces or stops a machine", () => {
    const names = declared("components/aws/template-args.ts", "AwsDockerTemplateArgs").map(({ name }) => name);
    expect(names.filter((name) => !(name in rows))).toEqual([]);
    expect(new Set(Object.values(rows).map(({ change }) => change))).toEqual(new Set(["nothing"]));
  });

  test("all that is wrong is told at once, by its own path", () => {
    const wrong = { instanceType: "small", loginKeys: ["x"], amiId: "ami-0", rotateImage: "2", spot: true };
    const found = awsTemplateProblems(wrong as never).map(({ severity, path }) => `${severity} ${path}`);
    expect(found.sort()).toEqual([
      ...["error instanceType", "error loginKeys[0]", "error rotateImage", "error securityGroupIds", "error spot"],
    ]);
    expect(() => new AwsDockerTemplate("runner", wrong as never)).toThrow(
      /the docker template's arguments have 5 problems/,
    );
  });

  test("what they say together is looked at as for a host", () => {
    const paths = (args: Partial<AwsDockerTemplateArgs>) =>
      awsTemplateProblems({ ...base, ...args }).map(({ path }) => path);
    expect(paths({ amiId: "ami-0", rotateImage: "2" })).toEqual(["rotateImage"]);
    expect(paths({ instanceType: "t3.micro" })).toEqual(["instanceType"]);
    expect(paths({ docker: { daemonConfig: { "log-driver": "awslogs" } } })).toContain("iamInstanceProfile");
    expect(paths({ firewalldPorts: ["80/tcp"] })).toEqual(["firewalldPorts"]);
  });
});

test("a second update changes nothing, with or without a refresh", async () => {
  const lab = new ScratchCloud();
  try {
    lab.put("catalogue.json", { keyPairs: { mine: "ssh-ed25519 AAAA" }, instanceProfiles: ["ssm"] });
    const cloud = await ec2();
    const made = new MadeInCloud(cloud);
    const kmsKeyId = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    await programWith(
      {
        ...{ amiId: process.arch === "arm64" ? armAmi : ami, keyName: "mine", iamInstanceProfile: "ssm", kmsKeyId },
        ...{ tags: { team: "a" }, diskGiB: 40 },
      },
      {
        answer: (registered) => (registered.type.startsWith("aws:") ? made.create(registered) : {}),
        call: ({ token, inputs }) => cloud.invoke(token, inputs as Properties),
      },
    );
    expect(await made.laterChanges()).toEqual([]);
  } finally {
    await lab.remove();
  }
});
