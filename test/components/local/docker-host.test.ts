// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { LocalDockerHostArgs } from "../../../components/local/args";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { RecordedProgram, type Registration } from "../recorded-program";
import { base, directory, healthy, image, loginKey, programWith, stateFolder } from "./host-under-test";

function shape({ inputs: _inputs, ...rest }: Registration) {
  return rest;
}

function byName(a: { name: string }, b: { name: string }) {
  return a.name < b.name ? -1 : 1;
}

afterEach(() => jest.restoreAllMocks());

describe("what is created", () => {
  const nothing = {
    parent: undefined,
    dependencies: [],
    deletedWith: undefined,
    ignoreChanges: [],
    replaceOnChanges: [],
    deleteBeforeReplace: false,
    customTimeouts: {},
    additionalSecretOutputs: [],
  };
  const children = [
    { ...nothing, type: "pulumi-docker-host:index:LocalDockerHost", name: "web" },
    {
      ...nothing,
      type: "pulumi-docker-host:index:HostHealth",
      name: "web-health",
      parent: "web",
      dependencies: ["web-machine"],
      deletedWith: "web-machine",
    },
    {
      ...nothing,
      type: "pulumi:index:Stash",
      name: "web-health-access",
      parent: "web-health",
      dependencies: ["web-host-key", "web-login-key", "web-machine"],
      deletedWith: "web-machine",
    },
    {
      ...nothing,
      type: "command:local:Command",
      name: "web-health-check",
      parent: "web-health",
      dependencies: ["web-health-access", "web-host-key", "web-login-key", "web-machine"],
      deletedWith: "web-machine",
      replaceOnChanges: ["triggers[*]"],
      customTimeouts: { create: "960s", update: "960s" },
    },
    {
      ...nothing,
      type: "pulumi:index:Stash",
      name: "web-host-key",
      parent: "web",
      ignoreChanges: ["input"],
    },
    {
      ...nothing,
      type: "pulumi:index:Stash",
      name: "web-login-key",
      parent: "web",
      ignoreChanges: ["input"],
    },
    {
      ...nothing,
      type: "command:local:Command",
      name: "web-machine",
      parent: "web",
      dependencies: ["web-host-key", "web-login-key", "web-machine-made-with"],
      // Of what it was told at its first boot, access has changed on it since.
      ignoreChanges: ["stdin"],
      replaceOnChanges: ["triggers[*]"],
      deleteBeforeReplace: true,
    },
    // What another machine is made for, with what it is made of and without.
    ...["web-machine-made-with", "web-made-with"].map((name) => ({
      ...nothing,
      type: "pulumi:index:Stash",
      name,
      parent: "web",
      dependencies: ["web-host-key", "web-login-key"],
      ignoreChanges: ["input"],
      replacementTrigger: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })),
    {
      ...nothing,
      type: "pulumi:index:Stash",
      name: "web-told",
      parent: "web",
      // It is written once there is a machine, because it says what that one was told.
      dependencies: ["web-machine", "web-made-with"],
    },
  ];

  test("two keys, a machine, what it was made with and told, and its health check", async () => {
    const { program } = await programWith();
    expect(program.registrations.map(shape).sort(byName)).toEqual(children);
  });

  test.each<[string, Partial<LocalDockerHostArgs>]>([
    ["users", { users: [{ name: "ci", sshAuthorizedKeys: [loginKey.publicKey] }], dockerUsers: ["rocky", "ci"] }],
    ["a Docker version", { docker: { version: "27.5.1", packages: ["git"], daemonConfig: { mtu: 1400 } } }],
    ["cloud-config", { cloudConfig: { timezone: "UTC" } }],
    ["a kernel", { image: { ...image, kernel: "/images/vmlinuz", initrd: "/images/initrd", kernelArgs: "quiet" } }],
    ["a folder of packages", { repositoryDirectory: "/srv/packages" }],
    ["a private network", { privateNetwork: { name: "lan", address: "10.70.0.11/24" } }],
    ["sizes", { sshPort: 2022, memoryMiB: 4096, cpus: 4, diskGiB: 40, accelerator: "tcg" }],
  ])("are the same with %s", async (_what, args) => {
    const { program } = await programWith(args);
    expect(program.registrations.map(shape).sort(byName)).toEqual(children);
  });

  test("and which of Rocky's images it was made from, where no image is given", async () => {
    const { program } = await programWith({ image: undefined });
    const own = [...children.map(({ name }) => name), "web-image"];
    expect(program.registrations.map(({ name }) => name).sort()).toEqual(own.sort());
    expect(program.find("web-image")).toMatchObject({ type: "pulumi:index:Stash", parent: "web" });
    expect(program.find("web-machine").dependencies).toEqual([
      "web-host-key",
      "web-image",
      "web-login-key",
      "web-machine-made-with",
    ]);
  });

  test("lets the engine wait for the check a little longer than the check itself takes at most", async () => {
    const { program } = await programWith({ health: { ssh: 42, total: 100 } });
    expect(program.find("web-health-check").customTimeouts).toEqual({ create: "160s", update: "160s" });
  });

  test("lies under the parent that the caller names", async () => {
    const program = await RecordedProgram.start(healthy);
    const parent = new pulumi.ComponentResource("test:index:Parent", "platform");
    await program.outputsOf(new LocalDockerHost("web", base, { parent }));
    expect(program.find("web").parent).toBe("platform");
  });

  test("does not collide with a second host in the same program", async () => {
    jest.replaceProperty(process, "env", { ...process.env, XDG_STATE_HOME: directory });
    const program = await RecordedProgram.start(healthy);
    const hosts = ["a", "b"].map((name, i) => new LocalDockerHost(name, { image, sshPort: 2222 + i }));
    await Promise.all(hosts.map((host) => program.outputsOf(host)));
    expect(program.registrations.map(({ name }) => name).sort()).toEqual(
      ["a", "b"].flatMap((name) => [
        name,
        `${name}-health`,
        `${name}-health-access`,
        `${name}-health-check`,
        `${name}-host-key`,
        `${name}-login-key`,
        `${name}-machine`,
        `${name}-machine-made-with`,
        `${name}-made-with`,
        `${name}-told`,
      ]),
    );
    const places = ["a", "b"].map((name) => program.find(`${name}-machine`).inputs.environment);
    expect(places).toMatchObject(["a", "b"].map((name) => ({ DIRECTORY: stateFolder(name), NAME: name })));
  });
});
