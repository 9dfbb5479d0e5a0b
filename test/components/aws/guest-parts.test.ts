// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { programWith } from "./host-under-test";

const dataVolume = { sizeGiB: 5 };

/** What the guest is told. */
async function told(args: Partial<AwsDockerHostArgs>) {
  const { program } = await programWith({ subnetId: "subnet-0a", ...args });
  const { secret } = program.find("web-machine").inputs.userData as { secret: string };
  return parse(secret) as { runcmd: unknown[]; bootcmd?: unknown[]; write_files: unknown[] };
}

const agentFile = { path: "/var/lib/cloud/scripts/per-instance/install-ssm-agent", permissions: "0755" };

test.each<[string, Partial<AwsDockerHostArgs>]>([
  ["it is asked for", { ssmAgent: true }],
  ["it leads to the machine", { sshIngressCidrs: undefined, connectVia: "ssm" }],
  ["the caller's files are known late", { ssmAgent: true, cloudConfig: pulumi.output({ write_files: [] }) }],
])("the SSM agent is installed before Docker where %s, by what runs before runcmd", async (_when, args) => {
  const { write_files: files, runcmd } = await told(args);
  expect(files.at(-1)).toMatchObject({ ...agentFile, content: expect.stringMatching(/^#!.*bash\n/) as string });
  expect(JSON.stringify(runcmd)).not.toContain("ssm");
});

test("the SSM agent is not installed where the image has it", async () => {
  const { write_files: files } = await told({ sshIngressCidrs: undefined, connectVia: "ssm", ssmAgent: false });
  expect(JSON.stringify(files)).not.toContain("ssm");
});

test("to reach a machine that has the agent by it leaves the machine alone", async () => {
  const machine = async (args: Partial<AwsDockerHostArgs>) => {
    const { program } = await programWith({ iamInstanceProfile: "ssm", ...args });
    const { inputs, replacementTrigger } = program.find("web-machine");
    return { inputs, replacementTrigger };
  };
  const before = await machine({ ssmAgent: true });
  expect(await machine({ ssmAgent: true, sshIngressCidrs: undefined, connectVia: "ssm" })).toEqual(before);
});

test.each<[string, AwsDockerHostArgs["cloudConfig"]]>([
  ["plain", { bootcmd: [["true"]], timezone: "UTC" }],
  ["known late", pulumi.output({ bootcmd: [["true"]], timezone: "UTC" })],
  ["known late inside", { bootcmd: pulumi.output([["true"]]), timezone: "UTC" }],
])("the data volume is mounted after the caller's own boot commands, when those are %s", async (_when, cloudConfig) => {
  const config = await told({ dataVolume, cloudConfig });
  expect(config).toMatchObject({
    timezone: "UTC",
    bootcmd: [["true"], ["bash", "-c", expect.stringContaining("mkfs.xfs"), "mount-data-disk", "/data"]],
  });
});

test("without them, nothing is added", async () => {
  expect(await told({})).not.toHaveProperty("bootcmd");
});

test("the data volume is as asked for, encrypted, and in the subnet's zone", async () => {
  const { program } = await programWith({
    ...{
      subnetId: "subnet-0a",
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
    dataVolume: { sizeGiB: 50, type: "st1", deviceName: "/dev/sdg", finalSnapshot: true },
  });
  expect(program.find("web-data").inputs).toMatchObject({
    ...{ availabilityZone: "eu-central-1b", size: 50, type: "st1", encrypted: true, finalSnapshot: true },
    kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  });
  expect(program.find("web-data-attachment").inputs).toEqual({
    ...{ volumeId: "web-data-id", instanceId: "web-machine-id", deviceName: "/dev/sdg" },
    stopInstanceBeforeDetaching: true,
  });
});
