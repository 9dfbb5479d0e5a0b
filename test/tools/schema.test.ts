// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import * as everything from "../../index";
import { schemaFile, schemas } from "../../tools/schema";
import type { Component, Schema, Type } from "../../tools/schema/package-schema";

const folders = ["local", "aws", "gcp"];
const committed = Object.fromEntries(
  folders.map((folder) => [folder, JSON.parse(readFileSync(schemaFile(folder), "utf8")) as Schema]),
);
const all = Object.values(committed);
const nameOf = (token: string) => token.replace(/^.*:/, "");

test("each schema.json is what Pulumi infers from the sources, made good; `npm run schema` writes it anew", async () => {
  const made = await schemas();
  expect(Object.keys(made)).toEqual(folders);
  for (const [folder, text] of Object.entries(made)) expect(readFileSync(schemaFile(folder), "utf8")).toBe(text);
}, 120_000);

test("each component is in the package of its cloud, and what needs none in that without one", () => {
  const classes = Object.entries(everything).flatMap(([name, one]) =>
    typeof one === "function" && Function.prototype.toString.call(one).startsWith("class ") ? [name] : [],
  );
  const named = Object.fromEntries(
    Object.entries(committed).map(([folder, { resources }]) => [folder, Object.keys(resources).map(nameOf).sort()]),
  );
  expect(named).toEqual({
    local: ["DockerSwarm", "HostHealth", "LocalDockerHost", "LocalDockerImage"],
    aws: ["AwsDockerHost", "AwsDockerImage", "AwsDockerTemplate", "AwsSwarmNetwork"],
    gcp: ["GcpDockerHost", "GcpDockerImage", "GcpDockerTemplate", "GcpSwarmNetwork"],
  });
  expect(Object.values(named).flat().sort()).toEqual(classes.sort());
});

test("no package speaks of another, or of a type that it does not have", () => {
  for (const schema of all) {
    const refs = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = ""]) => ref);
    const types = Object.keys(schema.types).map((token) => `#/types/${token}`);
    expect(refs.filter((ref) => ref !== "pulumi.json#/Any" && !types.includes(ref))).toEqual([]);
    expect(schema).not.toHaveProperty("dependencies");
    const tokens = [...Object.keys(schema.resources), ...Object.keys(schema.types)];
    expect(tokens.filter((token) => !token.startsWith(`${schema.name}:index:`))).toEqual([]);
  }
});

test("in place of a cloud's resource stands its id, required where the resource is", () => {
  const host = committed.aws?.resources["pulumi-docker-host-aws:index:AwsDockerHost"];
  expect(host?.properties).not.toHaveProperty("instance");
  expect(host?.properties.instanceId).toMatchObject({ type: "string" });
  expect(host?.required).toContain("instanceId");
  expect(host?.required).not.toContain("securityGroupId");
  const template = committed.aws?.resources["pulumi-docker-host-aws:index:AwsDockerTemplate"];
  expect(template?.properties.launchTemplateId?.description).not.toContain("Given by its id");
});

test("what is counted is a whole number in every language, and what is measured is not", () => {
  const local = committed.local?.resources["pulumi-docker-host:index:LocalDockerHost"];
  expect(local?.inputProperties.memoryMiB?.type).toBe("integer");
  expect(local?.properties.port?.type).toBe("integer");
  expect(committed.local?.types["pulumi-docker-host:index:HealthReport"]?.properties?.seconds?.type).toBe("number");
  const fractions = all.flatMap(({ resources, types }) =>
    (Object.entries({ ...resources, ...types }) as [string, Partial<Component> & Type][]).flatMap(
      ([token, { properties, inputProperties }]) =>
        Object.entries({ ...properties, ...inputProperties })
          .filter(([, property]) => JSON.stringify(property).includes('"number"'))
          .map(([name]) => `${nameOf(token)}.${name}`),
    ),
  );
  expect([...new Set(fractions)].sort()).toEqual([
    "HealthReport.seconds",
    "ProbeResult.ms",
    "SwarmReport.seconds",
    "TimelineEntry.seconds",
    "TimelineEntry.start",
  ]);
});

test("each argument that may be left out says what is then", () => {
  const silent = all.flatMap(({ resources }) =>
    Object.entries(resources).flatMap(([token, { inputProperties }]) =>
      Object.entries(inputProperties)
        .filter(([, { optional, description = "" }]) => optional && !description.includes("Default: "))
        .map(([name]) => `${nameOf(token)}.${name}`),
    ),
  );
  expect(silent).toEqual([]);
  const { sshPort } = committed.local?.resources["pulumi-docker-host:index:LocalDockerHost"]?.inputProperties ?? {};
  expect(sshPort?.description).toMatch(/replaces the machine\. Default: `2222`\.$/);
});

test("no SDK has the name of Pulumi twice", () => {
  expect(all.map(({ language }) => language?.python?.packageName)).toEqual([
    "pulumi_docker_host",
    "pulumi_docker_host_aws",
    "pulumi_docker_host_gcp",
  ]);
  expect(all.map(({ language }) => language?.go?.importBasePath)).toEqual([
    "example.com/pulumi-docker-host/sdk/go/dockerhost",
    "example.com/pulumi-docker-host-aws/sdk/go/dockerhostaws",
    "example.com/pulumi-docker-host-gcp/sdk/go/dockerhostgcp",
  ]);
});

test("no type ends in what the SDKs put behind its name", () => {
  const types = [...new Set(all.flatMap(({ types: own }) => Object.keys(own).map(nameOf)))];
  expect(types.filter((name) => name.endsWith("Args"))).toEqual([]);
  expect(types).toEqual(
    expect.arrayContaining(["Docker", "LocalImage", "LocalImageSpec", "SwarmNode", "SwarmNodeSpec"]),
  );
});

/** What is not a class or a function: the values of an argument by their names. */
const choices = Object.fromEntries(Object.entries(everything).filter(([, exported]) => typeof exported !== "function"));

test("each choice between a few values is an enum in every language, by the same names and with all values", () => {
  const enums = all.flatMap(({ types }) =>
    Object.entries(types as Record<string, { enum?: { name: string; value: string }[] }>).flatMap(
      ([token, { enum: members }]) => {
        const values = members?.map(({ name, value }): [string, string] => [name, value]);
        return values ? [[nameOf(token), Object.fromEntries(values)] as const] : [];
      },
    ),
  );
  expect(Object.fromEntries(enums)).toEqual(choices);
  expect(choices).toHaveProperty("AwsPublicAddress.Ephemeral", "ephemeral");
});
