// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { errors, type HostSpecInput, type Problem, read } from "../../../cloud-init";
import type { LocalDockerHostArgs } from "../../../components/local/args";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { RecordedProgram, unknown } from "../recorded-program";
import { base, directory, gatedInPreview, hostKey, image, programWith } from "./host-under-test";

/** What the constructor throws for plain arguments. */
async function refusal(args: Partial<LocalDockerHostArgs>) {
  const program = await RecordedProgram.start(() => ({}));
  try {
    new LocalDockerHost("web", { ...base, ...args });
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return { error, program };
    throw error;
  }
  throw new Error("the arguments were accepted");
}

/** One of each kind; every rule and its words have their tests in test/cloud-init/validate/. */
const invalid: [string, Partial<LocalDockerHostArgs>][] = [
  ["users[0].name", { users: [{ name: "$(reboot)" }] }],
  [
    "users[0].sshAuthorizedKeys[1]",
    { users: [{ name: "ci", sshAuthorizedKeys: [hostKey.publicKey, hostKey.privateKey] }] },
  ],
  ["docker.version", { docker: { version: "latest" } }],
  ["docker.daemonConfig.hosts", { docker: { daemonConfig: { hosts: [] } } }],
  ["firewalldPorts[0]", { firewalldPorts: ["http"] }],
];

describe("invalid arguments", () => {
  test.each(invalid)("%s is refused in the constructor, before anything is created", async (propertyPath, args) => {
    const { problems } = read({ ...(args as HostSpecInput), login: "rocky", loginKeys: [] });
    const [{ message: reason }] = errors(problems) as [Problem];
    const { error, program } = await refusal(args);
    expect(error.errors).toEqual([{ propertyPath, reason }]);
    expect(error.message).toBe(`the docker host's arguments have 1 problem:\n${propertyPath}: ${reason}`);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(program.registrations).toEqual([]);
  });

  test("are listed all at once", async () => {
    const { error } = await refusal({
      users: [{ name: "Bob", sshAuthorizedKeys: [hostKey.privateKey] }, { name: "ci" }, { name: "ci" }],
      dockerUsers: ["a b"],
      docker: { version: "latest", packages: ["git", "-y"] },
    });
    const paths = error.errors.map(({ propertyPath }) => propertyPath);
    expect(paths).toEqual([
      "users[0].name",
      "users[0].sshAuthorizedKeys[0]",
      "users[2].name",
      "dockerUsers[0]",
      "docker.version",
      "docker.packages[1]",
    ]);
    const [title, ...lines] = error.message.split("\n");
    expect(title).toBe("the docker host's arguments have 6 problems:");
    expect(lines.map((line) => line.split(": ")[0])).toEqual(paths);
    expect(error.message).not.toContain("PRIVATE KEY");
  });
});

describe("arguments that are Outputs", () => {
  test("give the same host as plain ones", async () => {
    const args = { users: [{ name: "ci" }], dockerUsers: ["ci"], docker: { version: "27.5.1" }, sshPort: 2022 };
    const plain = await programWith(args);
    const wrapped = await programWith({
      users: pulumi.output([pulumi.output({ name: pulumi.output("ci") })]),
      dockerUsers: [Promise.resolve("ci")],
      docker: { version: pulumi.output("27.5.1") },
      sshPort: pulumi.output(2022),
      image: pulumi.output(image),
    });
    expect(wrapped.outputs).toEqual(plain.outputs);
    for (const name of ["web-machine", "web-health-check"]) {
      expect(wrapped.program.find(name).inputs).toEqual(plain.program.find(name).inputs);
    }
  });

  test("that are not known in preview leave unknown what is made of them, and nothing else", async () => {
    const program = await RecordedProgram.start(() => ({}), { preview: true });
    // What a command is going to say is not known before it has run.
    const { stdout: later } = new command.local.Command("later", { create: "id -un" });
    const outputs = await program.outputsOf(new LocalDockerHost("web", { ...base, dockerUsers: [later] }));
    expect(outputs).toEqual({ ...gatedInPreview, machineId: unknown, imageName: "Rocky 9.8" });
    const { environment, stdin, triggers } = program.find("web-machine").inputs;
    expect([stdin, triggers]).toEqual([{ secret: unknown }, [{ secret: unknown }]]);
    expect(environment).toMatchObject({ DIRECTORY: directory, SSH_PORT: "2222" });
    expect(program.find("web-health-check").inputs).toMatchObject({ stdin: { secret: unknown } });
  });
});

describe("the machine's own arguments", () => {
  const disk = "/images/rocky.qcow2";
  test.each<[Partial<Record<keyof LocalDockerHostArgs, unknown>>, string]>([
    [{ sshPort: 0 }, "sshPort: 0 is not a port from 1 to 65535"],
    [{ memoryMiB: 100 }, "memoryMiB: 100 is not a whole number of MiB from 512 to 1048576"],
    [{ cpus: 1.5 }, "cpus: 1.5 is not a whole number of processors from 1 to 255"],
    [{ diskGiB: "20" }, 'diskGiB: "20" is not a whole number of GiB from 10 to 65536'],
    [{ rotateImage: "2" }, "rotateImage: has no effect beside image; leave one of them out"],
    [{ image: { name: "x" } }, "image.disk: is missing"],
    [
      { image: { name: "x", disk, kernel: "k" } },
      'image.kernel: "k" is not the absolute path of a file on this computer',
    ],
    [
      { image: { name: "x", disk, initrd: "/initrd" } },
      "image.initrd: belongs to a kernel, and image.kernel is missing; give it, or leave both out",
    ],
    [{ accelerator: "k v m" }, `accelerator: "k v m" is not a list of QEMU's accelerators, for example "kvm:tcg"`],
    [
      { repositoryDirectory: "here" },
      'repositoryDirectory: "here" is not the absolute path of a folder on this computer',
    ],
  ])("%j is refused", async (args, message) => {
    await RecordedProgram.start(() => ({}));
    const make = () => new LocalDockerHost("web", { ...base, ...args } as LocalDockerHostArgs);
    expect(make).toThrow(`the docker host's arguments have 1 problem:\n${message}`);
  });

  test("are refused together with those of the guest", async () => {
    await RecordedProgram.start(() => ({}));
    const make = () => new LocalDockerHost("web", { ...base, sshPort: -1, dockerUsers: ["no body"] });
    expect(make).toThrow(/have 2 problems:\ndockerUsers\[0\]: .*\nsshPort: -1 is/);
  });
});
