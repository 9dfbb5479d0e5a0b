// SPDX-License-Identifier: Apache-2.0
// A program of its own, because what goes wrong in a Pulumi program ends as a rejection that nobody handles: that is
// what fails `pulumi up`, and what no test runner lets pass. Prints the outcome of each case as JSON.
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/docker-host-args";
import { RecordedProgram } from "../recorded-program";
import { account, base, gated, healthy } from "./host-under-test";

export interface Outcome {
  /** Messages of the rejections, each once, without the properties that Pulumi puts in front. */
  messages: string[];
  /** Paths that an InputPropertiesError names. */
  paths: string[];
  /** Names of gated outputs that resolved. */
  resolved: string[];
  /** Names of the resources that were registered. */
  registered: string[];
}

interface Case {
  args?: Partial<AwsDockerHostArgs>;
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
      diskGiB: pulumi.output(1),
      tags: { "aws:x": pulumi.output("1") },
      users: pulumi.output([{ name: "Bob" }]),
    },
  },
};

async function outcome({ args, refused, publicIp }: Case): Promise<Outcome> {
  const messages = new Set<string>();
  const paths = new Set<string>();
  const reject = (error: unknown) => {
    messages.add(error instanceof Error ? error.message.replace(/^failed to [^]*?: /, "") : String(error));
    if (pulumi.InputPropertiesError.isInstance(error)) error.errors.forEach((e) => paths.add(e.propertyPath));
  };
  process.on("unhandledRejection", reject);
  const program = await RecordedProgram.start(
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
  const host = new AwsDockerHost("web", { ...base, ...args });
  const resolved: string[] = [];
  for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
  // Nothing is left to do then: what has not resolved by now never will.
  await new Promise((resolve) => process.once("beforeExit", resolve));
  await new Promise(setImmediate); // or Node would end here
  process.off("unhandledRejection", reject);
  const registered = program.registrations.map(({ name }) => name).sort();
  return { messages: [...messages], paths: [...paths].sort(), resolved: resolved.sort(), registered };
}

async function main() {
  const outcomes: Record<string, Outcome> = {};
  for (const [name, what] of Object.entries(cases)) outcomes[name] = await outcome(what);
  console.log(JSON.stringify(outcomes));
}

void main();
