// SPDX-License-Identifier: Apache-2.0
// All policies, on what our own components and stacks make.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../components/aws/docker-host";
import { AwsDockerTemplate } from "../../components/aws/docker-template";
import { AwsSwarmNetwork } from "../../components/aws/swarm-network";
import { GcpDockerHost } from "../../components/gcp/docker-host";
import { GcpDockerTemplate } from "../../components/gcp/docker-template";
import { GcpSwarmNetwork } from "../../components/gcp/swarm-network";
import { policies } from "../../policies/index";
import { root } from "../../tools/shared/places";
import { account, healthy as onAws } from "../components/aws/host-under-test";
import { google, healthy as onGoogle } from "../components/gcp/host-under-test";
import { RecordedProgram, type Registration } from "../components/recorded-program";
import { fileOf, run } from "../stacks/settings-under-test";
import { type Resource, violations } from "./violations";

/** As a policy gets it: the engine hands over what a secret is. */
function resource({ type, name, inputs, ignoreChanges }: Registration): Resource {
  return { type, name, props: opened(inputs) as Record<string, unknown>, ignoreChanges };
}

function opened(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(opened);
  if (Object.keys(value).join() === "secret") return opened((value as { secret: unknown }).secret);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opened(member)]));
}

const clouds = (resources: Resource[]) => resources.filter(({ type }) => /^(aws|gcp):/.test(type));
const stacks = readdirSync(join(root, "stacks")).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

test.each(stacks.filter((name) => !["image", "start", "swarm"].includes(name)))(
  "stack %s breaks none, also as one that is for a time alone if its machine ends",
  async (stack) => {
    const { program } = await run(fileOf(stack));
    const made = program.registrations.map(resource);
    expect(clouds(made).length).toBeGreaterThan(stack === "local" ? -1 : 2);
    expect(await violations(made, { stack })).toEqual([]);
    const ends = readFileSync(join(root, "stacks", `Pulumi.${stack}.yaml`), "utf8").includes("ttlMinutes");
    const asEphemeral = await violations(made, { stack: "ephemeral" });
    expect(asEphemeral).toHaveLength(ends || stack === "local" ? 0 : 1);
  },
);

test("hosts with all that they can have, templates and networks of swarms break none", async () => {
  const program = await RecordedProgram.start(
    (registered) => (registered.type.startsWith("gcp:") ? onGoogle : onAws)(registered),
    { call: (question) => (question.token.startsWith("gcp:") ? google : account())(question) },
  );
  const ssh = ["203.0.113.0/24"];
  const docker = { dataRoot: "/data/docker" };
  const made = [
    new AwsDockerHost("a", {
      ...{ sshIngressCidrs: ssh, subnetId: "subnet-0a1b", dataVolume: { sizeGiB: 10 }, publicAddress: "elastic" },
      ...{ ingress: [{ port: 443, cidrs: ["0.0.0.0/0"] }], metadataHopLimit: 2, ttlMinutes: 60, docker },
    }),
    new AwsDockerTemplate("b", { securityGroupIds: ["sg-0a"] }),
    new AwsSwarmNetwork("c"),
    new GcpDockerHost("d", {
      zone: "europe-west1-b",
      sshSourceRanges: ssh,
      dataDisk: { sizeGiB: 10 },
      ttlMinutes: 60,
      docker,
    }),
    new GcpDockerHost("e", { zone: "europe-west1-b", connectVia: "iap", ttlMinutes: 60 }),
    new GcpDockerTemplate("f"),
    new GcpSwarmNetwork("g"),
  ];
  for (const one of made) await program.outputsOf(one);
  const resources = program.registrations.map(resource);
  expect(clouds(resources).length).toBeGreaterThan(20);
  expect(await violations(resources, { stack: "ephemeral" })).toEqual([]);
});

test("what the components let a caller do knowingly, the policies name", async () => {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  const program = await RecordedProgram.start(onGoogle, { call: google });
  const open = { zone: "europe-west1-b", sshSourceRanges: ["0.0.0.0/0"], allowSshFromAnywhere: true };
  await program.outputsOf(new GcpDockerHost("open", open));
  await program.outputsOf(new GcpDockerHost("own", { zone: "europe-west1-b", networkTags: ["ssh"] }));
  const found = await violations(program.registrations.map(resource));
  warn.mockRestore();
  expect(found).toEqual([
    expect.stringMatching(/^ssh-open-to-the-world: sourceRanges\[0\]: "0\.0\.0\.0\/0" /),
    expect.stringMatching(/^ssh-open-by-default-network: networkInterfaces\[0\]\.network: /),
  ]);
});

test("each has a name of its own that every tool takes, a sentence, and the enforcement level of the pack", () => {
  for (const { name, description, enforcementLevel } of policies) {
    expect(name).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(enforcementLevel).toBeUndefined();
  }
  expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
});

test("the pack has the version of the package, which `@pulumi/policy` reads beside it", () => {
  const version = (file: string) => (JSON.parse(readFileSync(join(root, file), "utf8")) as { version: string }).version;
  expect(version("policies/package.json")).toBe(version("package.json"));
});
