// SPDX-License-Identifier: Apache-2.0
// What a program registers. That it works, on-the-engine.test.ts shows.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import { dockerProvider } from "../../../components/docker-provider";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { fromSources } from "../../../tools/shared/places";
import * as aws from "../aws/host-under-test";
import { base, directory, healthy, hostKey, loginKey } from "../local/host-under-test";
import type { Outcome } from "../outcome";
import { RecordedProgram, unknown } from "../recorded-program";

const options = {
  parent: undefined,
  deletedWith: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  deleteBeforeReplace: false,
  customTimeouts: {},
  additionalSecretOutputs: [],
};

beforeEach(() => void jest.replaceProperty(process, "env", { ...process.env, XDG_STATE_HOME: directory }));
afterEach(() => jest.restoreAllMocks());

/** Waits for all that the program makes. */
const made = (...all: pulumi.Resource[]) => Promise.all(all.map(({ urn }) => new Promise((done) => urn.apply(done))));

const sshOpts = (folder: string) => [
  ...["-o", "BatchMode=yes", "-o", `IdentityFile="${folder}/key"`, "-o", "IdentitiesOnly=yes"],
  ...["-o", `UserKnownHostsFile="${folder}/known_hosts"`, "-o", "StrictHostKeyChecking=yes"],
  ...["-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15"],
];

test("beside a host there is its provider alone, and what is on it has that, and ends with the machine", async () => {
  const program = await RecordedProgram.start(healthy);
  const host = new LocalDockerHost("web", base);
  await program.outputsOf(host);
  const before = program.registrations.length;
  const onHost = dockerProvider("docker", host);
  await made(onHost.provider, new docker.Volume("data", {}, onHost));
  const folder = join(directory, "pulumi-docker-host", "only-with-run-program", "87853cf5aa050bd0");
  expect(program.registrations.slice(before)).toEqual([
    {
      ...options,
      type: "pulumi:providers:docker",
      name: "docker",
      dependencies: ["web-health-check", "web-host-key", "web-login-key"],
      inputs: { host: "ssh://rocky@127.0.0.1:2222", sshOpts: JSON.stringify(sshOpts(folder)) },
    },
    {
      ...options,
      type: "docker:index/volume:Volume",
      name: "data",
      dependencies: [],
      deletedWith: "web-machine",
      inputs: {},
    },
  ]);
  // No provider starts under mocks.
  expect(existsSync(directory)).toBe(false);
});

test("on AWS the machine is the instance, and no part of a key is in what is registered", async () => {
  const program = await RecordedProgram.start(aws.healthy, { call: aws.account() });
  const host = new AwsDockerHost("web", aws.base);
  await program.outputsOf(host);
  const onHost = dockerProvider("docker", host);
  await made(onHost.provider, new docker.Volume("data", {}, onHost));
  expect(program.find("data").deletedWith).toBe("web-machine");
  expect(program.find("docker").inputs.host).toBe("ssh://rocky@198.51.100.7:22");
  for (const key of [loginKey.privateKey, hostKey.privateKey])
    for (const line of key.trim().split("\n"))
      expect(JSON.stringify(program.find("docker").inputs)).not.toContain(line);
});

test("before the host is there, nothing is known of the provider, so that no preview asks for it", async () => {
  const program = await RecordedProgram.start(healthy, { preview: true });
  const connection = pulumi.secret(pulumi.unknown as unknown as { host: string });
  await made(dockerProvider("docker", { connection }).provider);
  expect(program.find("docker").inputs).toEqual({ host: unknown, sshOpts: unknown });
});

test("where arguments of the bastion are secret, so is the way to the host", async () => {
  const program = await RecordedProgram.start(aws.healthy, { call: aws.account() });
  const proxy = pulumi.secret({ host: "bastion.example.com", privateKey: loginKey.privateKey });
  const host = new AwsDockerHost("web", { ...aws.base, publicAddress: "none", subnetId: "subnet-0a", proxy });
  await program.outputsOf(host);
  await made(dockerProvider("docker", host).provider);
  expect(program.find("docker").inputs).toEqual({
    host: { secret: "ssh://rocky@10.0.0.7:22" },
    sshOpts: { secret: expect.stringContaining("bastion.example.com") as string },
  });
});

test("any other host that SSH reaches has a provider as well, and what is on it is deleted there", async () => {
  const program = await RecordedProgram.start(healthy);
  const connection = { host: "192.0.2.1", user: "me", hostKey: hostKey.publicKey };
  const onHost = dockerProvider("docker", { connection, proxyCommand: ["gate", "%h"] });
  await made(onHost.provider, new docker.Volume("data", {}, onHost));
  expect(program.find("data").deletedWith).toBeUndefined();
  const { host, sshOpts: given } = program.find("docker").inputs;
  expect(host).toBe("ssh://me@192.0.2.1:22");
  expect(JSON.parse(given as string)).toContain("ProxyCommand=gate 192.0.2.1");
});

test("where the program that leads to the host is secret, so is the way to it", async () => {
  const program = await RecordedProgram.start(healthy);
  const connection = { host: "192.0.2.1", user: "me", hostKey: hostKey.publicKey };
  await made(dockerProvider("docker", { connection, proxyCommand: pulumi.secret(["gate", "hunter2"]) }).provider);
  expect(program.find("docker").inputs).toEqual({
    host: { secret: "ssh://me@192.0.2.1:22" },
    sshOpts: { secret: expect.stringContaining("ProxyCommand=gate hunter2") as string },
  });
});

test("providers of one name below different parents have files of their own, and wait for no parent", async () => {
  const connection = { host: "192.0.2.1", privateKey: loginKey.privateKey, hostKey: hostKey.publicKey };
  const folders = new Set<string | undefined>();
  for (const type of ["test:index:A", "test:index:B"]) {
    const program = await RecordedProgram.start(healthy);
    const parent = new pulumi.ComponentResource(type, "app");
    await made(dockerProvider("docker", { connection }, { parent }).provider);
    const { parent: given, inputs } = program.find("docker");
    expect(given).toBe("app");
    folders.add(/only-with-run-program.(\w{16})/.exec(inputs.sshOpts as string)?.[1]);
  }
  expect([folders.size, folders.has(undefined)]).toEqual([2, false]);
});

test("without its key, a host of ours is still one: its machine and its secret way count", async () => {
  const program = await RecordedProgram.start(aws.healthy, { call: aws.account() });
  const proxy = pulumi.secret({ host: "bastion.example.com", privateKey: loginKey.privateKey });
  const host = new AwsDockerHost("web", { ...aws.base, publicAddress: "none", subnetId: "subnet-0a", proxy });
  await program.outputsOf(host);
  const onHost = dockerProvider("docker", host, { withoutKey: true, protect: true });
  await made(onHost.provider, new docker.Volume("data", {}, onHost));
  expect(program.find("data").deletedWith).toBe("web-machine");
  const { inputs, protect } = program.find("docker");
  expect(protect).toBe(true);
  const { secret } = inputs.sshOpts as { secret: string };
  expect(secret).toContain("bastion.example.com");
  expect(secret).not.toMatch(/IdentityFile|IdentitiesOnly/);
});

test("a bastion's password is refused by its path in the host's arguments, before there is a machine", () => {
  const program = join(__dirname, "failing-provider.ts");
  const text = execFileSync(process.execPath, ["--require", fromSources, program], { encoding: "utf8" });
  expect(text).not.toContain("hunter2");
  const outcomes = JSON.parse(text) as Record<string, Outcome>;
  const refused = outcomes["the provider is to have the password"]?.messages.join("\n");
  expect(refused).toContain("the docker provider's arguments have 1 problem:\nproxy.password: is not for the docker");
  const byAgent = outcomes["an agent logs in"]?.messages.join("\n");
  expect(byAgent).toContain("there is no machine");
  expect(byAgent).not.toContain("proxy");
});
