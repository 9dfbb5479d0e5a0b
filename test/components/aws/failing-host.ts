// SPDX-License-Identifier: Apache-2.0
// A program of its own: see ../outcome.ts.
import { randomBytes } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { AwsDockerTemplate } from "../../../components/aws/docker-template";
import type { AwsDockerTemplateArgs } from "../../../components/aws/template-args";
import { type Outcome, outcomeOf, printOutcomes } from "../outcome";
import { RecordedProgram } from "../recorded-program";
import { account, base, gated, healthy } from "./host-under-test";

interface Case {
  args?: Partial<AwsDockerHostArgs>;
  /** In place of a host. */
  template?: Partial<AwsDockerTemplateArgs>;
  /** The question that AWS does not answer. */
  refused?: string;
  /** The machine's public address. */
  publicIp?: string;
}

const cases: Record<string, Case> = {
  "nothing goes wrong": {},
  "there is no default VPC": { refused: "getVpc" },
  "there is no image": { refused: "getAmi", args: { region: "cn-north-1", instanceType: "t4g.small" } },
  "the machine has no public address": { publicIp: "" },
  "arguments that are known late are invalid": {
    args: {
      sshIngressCidrs: [pulumi.output("0.0.0.0/0")],
      ingress: [
        { port: 443, cidrs: [pulumi.output("0.0.0.0/0")] },
        { port: 22, cidrs: ["203.0.113.0/25", pulumi.output("::/0")] },
        { port: 80, cidrs: [pulumi.output("everywhere")] },
      ],
      egress: [{ cidrs: [pulumi.output("0.0.0.0/0"), pulumi.output("203.0.113.77/24")] }],
      diskGiB: pulumi.output(1),
      kmsKeyId: pulumi.output("arn:aws:kms:eu-central-1:123456789012:alias/disks"),
      tags: { "aws:x": pulumi.output("1") },
      users: pulumi.output([{ name: "Bob" }]),
    },
  },
  "a template's image is gone": { refused: "getAmi", template: { amiId: "ami-0", region: "eu-west-1" } },
  "a template has too much to tell": {
    template: { files: [{ path: "/etc/noise", content: randomBytes(30_000).toString("hex") }] },
  },
  "arguments of a template that are known late are invalid": {
    template: {
      diskGiB: pulumi.output(1),
      loginKeys: pulumi.output(["x"]),
      onBootFailure: pulumi.output("halt" as "keep"),
    },
  },
};

async function outcome({ args, template, refused, publicIp }: Case): Promise<Outcome> {
  const start = () =>
    RecordedProgram.start(
      async (registered) => ({
        ...(await healthy(registered)),
        ...(publicIp !== undefined && registered.type.endsWith(":Instance") && { publicIp }),
      }),
      {
        call: (question) => {
          // Where gRPC has the words of a provider.
          if (refused && question.token.endsWith(refused))
            throw Object.assign(new Error(), { details: "AWS's own words" });
          return account()(question);
        },
      },
    );
  const { messages, paths, ...rest } = template
    ? await outcomeOf(start, () => new AwsDockerTemplate("web", { securityGroupIds: ["sg-0a"], ...template }), [
        "launchTemplateId",
        "version",
      ])
    : await outcomeOf(start, () => new AwsDockerHost("web", { ...base, ...args }), gated);
  // Without the properties that Pulumi puts in front.
  const own = new Set(messages.map((text) => text.replace(/^failed to [^]*?: /, "")));
  return { ...rest, messages: [...own], paths: paths.sort() };
}

void printOutcomes(cases, outcome);
