// SPDX-License-Identifier: Apache-2.0
// The component under mocks; that its command makes an image, test/e2e shows on a machine.
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { LocalDockerImage } from "../../../components/local/docker-image";
import type { LocalDockerImageArgs } from "../../../components/local/image-args";
import { RecordedProgram } from "../recorded-program";

// What is thrown when an Output is known fails a program of its own: failing-host.ts. Here it is noted as well.
const reported: string[] = [];
jest.mock("../../../components/arguments/report", () => {
  const own = jest.requireActual<typeof import("../../../components/arguments/report")>(
    "../../../components/arguments/report",
  );
  const report = (problems: Problem[], whose: string) => {
    if (problems.length < 5) mockNote(problems);
    else own.report(problems, whose);
  };
  return { ...own, report };
});
const mockNote = (problems: Problem[]) =>
  void reported.push(...problems.map(({ path, message }) => `${path}: ${message}`));

const image = { name: "docker-host-1", disk: "/cache/baked/docker-host-1/disk.qcow2" };
const facts = {
  ...{ name: "docker-host-1", base: "Rocky", digest: "a".repeat(64), baked: "2026-11-26T12:00:00Z" },
  ...{ dockerVersion: "29.1.0", packages: ["docker-ce-29.1.0-1.el9.x86_64"] },
};

async function imageOf(args?: LocalDockerImageArgs, preview = false) {
  const program = await RecordedProgram.start(
    ({ type }) => (type === "command:local:Command" && !preview ? { stdout: JSON.stringify({ ...facts, image }) } : {}),
    { preview },
  );
  const made = new LocalDockerImage("docker", args);
  const outputs = await program.outputsOf(made);
  return { program, outputs };
}

const order = (program: RecordedProgram) =>
  JSON.parse((program.find("docker-image").inputs.stdin as { secret: string }).secret) as Record<string, unknown>;

test("is one command, whose order is secret, and which only another image replaces", async () => {
  const { program } = await imageOf({ docker: { version: "29.1.0" } });
  expect(program.registrations.map(({ type, name, parent }) => ({ type, name, parent }))).toEqual([
    { type: "pulumi-docker-host:index:LocalDockerImage", name: "docker", parent: undefined },
    { type: "command:local:Command", name: "docker-image", parent: "docker" },
  ]);
  const command = program.find("docker-image");
  expect(command).toMatchObject({
    ignoreChanges: ["stdin"],
    replacementTrigger: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    customTimeouts: { create: "3h", update: "3h" },
  });
  expect(order(program)).toEqual({ target: "local", args: { docker: { version: "29.1.0" } }, config: {} });
});

test("the provider's configuration goes along, and which of it is secret", async () => {
  const config = { "local:place": "here", "local:token": "hush" };
  const set = (all: Record<string, string>, secret: string[]) => pulumi.runtime.setAllConfig(all, secret);
  set(config, ["local:token"]);
  const { program } = await imageOf();
  set({}, []);
  expect(order(program)).toEqual({ target: "local", args: {}, config, secretConfig: ["local:token"] });
});

test.each<[LocalDockerImageArgs, unknown]>([
  [{}, ""],
  [{ retain: true }, ""],
  [{ retain: false }, "removal of docker image docker"],
])("%j: what is run when the stack is destroyed is %j", async (args, text) => {
  const { program } = await imageOf(args);
  expect(program.find("docker-image").inputs.delete).toBe(text);
});

test("gives the image as hosts take it, and what is in it", async () => {
  const { outputs } = await imageOf();
  expect(outputs).toEqual({
    ...{ image, imageName: facts.name, baseImage: "Rocky", digest: facts.digest, bakedAt: facts.baked },
    ...{ dockerVersion: "29.1.0", packages: facts.packages },
  });
});

test("a secret file shows neither in the trigger nor elsewhere", async () => {
  const { program } = await imageOf({ files: [{ path: "/etc/a", content: pulumi.secret("hidden-word") }] });
  const { stdin: _stdin, ...shown } = program.find("docker-image").inputs;
  expect(JSON.stringify([shown, program.find("docker-image").replacementTrigger])).not.toContain("hidden-word");
  expect(order(program).args).toEqual({ files: [{ path: "/etc/a", content: "hidden-word" }] });
});

test("arguments that are known late are checked then, and of a secret no message shows a value", async () => {
  reported.length = 0;
  const files = pulumi.secret([{ path: "not-absolute", content: "a" }]);
  await imageOf({ commands: pulumi.output([""]), files });
  expect(reported).toEqual([expect.stringMatching(/^files\[0\].path: /), expect.stringMatching(/^commands\[0\]: /)]);
  expect(reported.join()).not.toContain("not-absolute");
});

test("everything that is wrong is said at once, by the caller's own paths", async () => {
  await RecordedProgram.start(() => ({}));
  const args = {
    docker: { dataRoot: "/data", version: "29" },
    cloudConfig: { users: ["default"] },
    users: [{ name: "alice" }],
    diskGiB: 1,
    image: { name: "own", disk: "relative" },
  } as unknown as LocalDockerImageArgs;
  const make = () => new LocalDockerImage("docker", args);
  expect(make).toThrow(/^the docker image's arguments have \d problems:/);
  for (const path of ["docker.dataRoot", "docker.version", "cloudConfig.users", "users", "diskGiB", "image.disk"])
    expect(make).toThrow(`${path}: `);
});
