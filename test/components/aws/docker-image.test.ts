// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerImage } from "../../../components/aws/docker-image";
import type { AwsDockerImageArgs } from "../../../components/aws/image-args";
import { awsImageProblems, imageRows } from "../../../components/aws/image-rules";
import { declared } from "../../../tools/docs/declared";
import { RecordedProgram } from "../recorded-program";
import { facts } from "./image-facts";

const base: AwsDockerImageArgs = { sshIngressCidrs: ["203.0.113.0/24"] };
const found = (args: AwsDockerImageArgs) => awsImageProblems(args).map(({ severity, path }) => `${severity} ${path}`);

test("each argument has a row", () => {
  const names = declared("components/aws/image-args.ts", "AwsDockerImageArgs").map(({ name }) => name);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !(name in imageRows))).toEqual([]);
});

test("is one local command, and gives what AWS calls the image and what is in it", async () => {
  const program = await RecordedProgram.start(({ type }) =>
    type === "command:local:Command" ? { stdout: JSON.stringify({ ...facts, image: "ami-0baked" }) } : {},
  );
  const outputs = await program.outputsOf(new AwsDockerImage("docker", base));
  const { name, base: from, digest, baked, dockerVersion, packages } = facts;
  expect(outputs).toEqual({
    ...{ image: "ami-0baked", imageName: name, baseImage: from, digest, bakedAt: baked, dockerVersion, packages },
  });
  expect(program.registrations.map(({ type, parent }) => [type, parent])).toEqual([
    ["pulumi-docker-host:index:AwsDockerImage", undefined],
    ["command:local:Command", "docker"],
  ]);
});

test("another region of the provider makes another image, as this one is of no use there; one that is named decides alone", async () => {
  const trigger = async (region: string, args = base) => {
    const program = await RecordedProgram.start(() => ({ stdout: JSON.stringify({ ...facts, image: "ami-0baked" }) }));
    pulumi.runtime.setAllConfig({ "aws:region": region });
    await program.outputsOf(new AwsDockerImage("docker", args));
    pulumi.runtime.setAllConfig({});
    return program.find("docker-image").replacementTrigger;
  };
  const here = await trigger("eu-central-1");
  expect(await trigger("eu-central-1")).toBe(here);
  expect(await trigger("eu-west-1")).not.toBe(here);
  const named = { ...base, region: "eu-west-1" };
  expect(await trigger("eu-central-1", named)).toBe(await trigger("eu-west-1", named));
});

test("the machine has to be reached, as a host has", () => {
  expect(found({})).toEqual(["error sshIngressCidrs"]);
  expect(found(base)).toEqual([]);
  expect(found({ connectVia: "instanceConnect" })).toEqual([]);
  expect(found({ ...base, connectVia: "ssm" })).toContain("error sshIngressCidrs");
});

test("another text beside a base image takes the newest packages", () => {
  expect(found({ ...base, amiId: "ami-0a", rotateImage: "2026-12" })).toEqual([]);
});

test("what belongs to a host alone is refused", () => {
  const wrong = { ...base, users: [{ name: "ci" }], keyName: "mine", spot: true, docker: { dataRoot: "/data" } };
  const paths = ["docker.dataRoot", "keyName", "spot", "users"];
  expect(found(wrong as AwsDockerImageArgs).sort()).toEqual(paths.map((path) => `error ${path}`));
  expect(() => new AwsDockerImage("docker", wrong as AwsDockerImageArgs)).toThrow(/the docker image's arguments have/);
});
