// SPDX-License-Identifier: Apache-2.0
// The program of the stacks under mocks, with settings as the CLI hands them to it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { account, healthy as awsHealthy } from "../components/aws/host-under-test";
import { google, healthy as gcpHealthy } from "../components/gcp/host-under-test";
import { type Answer, RecordedProgram } from "../components/recorded-program";

export const root = join(__dirname, "..", "..");

/** The program is one function, which Pulumi calls. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const main = require("../../stacks") as () => Record<string, unknown>;

export type Values = Record<string, unknown>;

/** Sets the project's keys, and nothing else; `secret` names those in which there is a secret. */
export function set(values: Values, secret: string[] = []): void {
  const texts = Object.entries(values).map(([key, value]) => [
    `project:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(texts) as Record<string, string>,
    secret.map((key) => `project:${key}`),
  );
}

/** The project's keys in a stack's file. */
export function fileOf(stack: string): Values {
  const text = readFileSync(join(root, "stacks", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { config: Values };
  const own = Object.entries(config).filter(([key]) => key.startsWith("docker-host:"));
  return Object.fromEntries(own.map(([key, value]) => [key.replace("docker-host:", ""), value]));
}

/** The id of a security group in these tests. */
export const sgOf = (name: string) => `sg-0${Buffer.from(name).toString("hex")}`;

/** The program, run to its end, with its outputs resolved. */
export async function run(values: Values, secret: string[] = []) {
  const cloud =
    values.target === "gcp" ? { healthy: gcpHealthy, call: google } : { healthy: awsHealthy, call: account() };
  let last = 0;
  const group = "aws:ec2/securityGroup:SecurityGroup";
  // No two machines of a cloud have one address.
  const answer: Answer = async (registered) => ({
    ...(await cloud.healthy(registered)),
    ...(registered.type === "aws:ec2/instance:Instance" && { privateIp: `10.0.0.${++last}` }),
    // As members of a swarm are told of it.
    ...(registered.type === group && { id: sgOf(registered.name) }),
  });
  const program = await RecordedProgram.start(answer, { call: cloud.call });
  set(values, secret);
  const outputs = main();
  const resolved = await new Promise<Record<string, unknown>>((resolve) => pulumi.output(outputs).apply(resolve));
  for (const { type, name } of program.registrations.filter((one) => one.type.endsWith("DockerHost"))) {
    const urn = pulumi.output(`urn:pulumi:stack::project::${type}::${name}`);
    await program.outputsOf({ urn } as unknown as pulumi.ComponentResource);
  }
  return { program, outputs, resolved };
}

/** Lines of the one error that the settings give. */
export function refusal(values: Values, secret: string[] = []): string[] {
  set(values, secret);
  try {
    main();
  } catch (error) {
    expect(error).toBeInstanceOf(pulumi.RunError);
    return (error as Error).message.split("\n");
  }
  throw new Error("the settings were accepted");
}
