// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { errors, type HostSpecInput, type Problem, read } from "../../../cloud-init";
import { LocalDockerHost, type LocalDockerHostArgs } from "../../../components/local/docker-host";
import { RecordedProgram, unknown } from "../recorded-program";
import { base, directory, gated, hostKey, image, programWith } from "./host-under-test";

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
    expect(program.registrations.map(({ name }) => name)).toEqual(["web"]);
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
    expect(outputs).toEqual({
      ...Object.fromEntries(gated.map((name) => [name, unknown])),
      imageName: "Rocky 9.8",
    });
    const { environment, stdin, triggers } = program.find("web-machine").inputs;
    expect([stdin, triggers]).toEqual([unknown, [unknown]]);
    expect(environment).toMatchObject({ DIRECTORY: directory, SSH_PORT: "2222" });
    expect(program.find("web-health-check").inputs).toMatchObject({ stdin: unknown });
  });
});
