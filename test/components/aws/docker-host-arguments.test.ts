// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { type Answer, RecordedProgram, unknown } from "../recorded-program";
import { account, base, gatedInPreview, healthy, programWith } from "./host-under-test";

/** What the constructor throws for plain arguments. */
async function refusal(args: Partial<AwsDockerHostArgs>) {
  const program = await RecordedProgram.start(healthy, { call: account() });
  try {
    new AwsDockerHost("web", { ...base, ...args });
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return { error, program };
    throw error;
  }
  throw new Error("the arguments were accepted");
}

describe("invalid arguments", () => {
  test("are refused in the constructor, before anything is registered", async () => {
    const { error, program } = await refusal({ diskGiB: 8 });
    const reason = "8 is not a whole number of GiB from 16 to 65536";
    expect(error.errors).toEqual([{ propertyPath: "diskGiB", reason }]);
    expect(error.message).toBe(`the docker host's arguments have 1 problem:\ndiskGiB: ${reason}`);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(program.registrations).toEqual([]);
  });

  test("are listed all at once, with those of the guest", async () => {
    const { error } = await refusal({
      ...{ sshIngressCidrs: ["0.0.0.0/0"], diskGiB: 1, instanceType: "x" },
      ...{ users: [{ name: "Bob" }], docker: { version: "latest" } },
    });
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual([
      "users[0].name",
      "docker.version",
      "sshIngressCidrs[0]",
      "instanceType",
      "diskGiB",
    ]);
  });

  test("are found also where an argument for the guest is an Output", async () => {
    const { error } = await refusal({ dockerUsers: pulumi.output(["rocky"]), diskGiB: 1 });
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual(["diskGiB"]);
  });
});

test("arguments that are likely to be regretted are warned about, and the host is made", async () => {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  expect((await programWith({ instanceType: "t3.micro" })).outputs.address).toEqual(expect.any(String));
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    expect.stringContaining('instanceType: "t3.micro" has 1024 MiB of memory'),
  ]);
  warn.mockRestore();
});

describe("arguments that are Outputs", () => {
  test("give the same host as plain ones", async () => {
    const plain: Partial<AwsDockerHostArgs> = {
      ...{ instanceType: "t4g.small", diskGiB: 40, subnetId: "subnet-0a", region: "us-east-1", tags: { team: "a" } },
      ...{ metadataHopLimit: 2, keyName: "mine", iamInstanceProfile: "ssm", ttlMinutes: 60, rotateImage: "2" },
    };
    const late = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, pulumi.output(value)]));
    const [one, other] = [await programWith(plain), await programWith(late)];
    expect(other.program.find("web-machine").inputs).toEqual(one.program.find("web-machine").inputs);
    expect(other.asked.sort()).toEqual(one.asked.sort());
  });

  test("make a rule of each network all the same, of the right kind", async () => {
    const { program } = await programWith({
      sshIngressCidrs: [pulumi.output("203.0.113.0/24"), Promise.resolve("2001:db8::/32")],
    });
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: "203.0.113.0/24", fromPort: 22, toPort: 22 });
    expect(program.find("web-ssh-1").inputs).toMatchObject({ cidrIpv6: "2001:db8::/32", ipProtocol: "tcp" });
    expect(program.find("web-ssh-0").inputs).not.toHaveProperty("cidrIpv6");
  });

  test("and not known in preview leave unknown what is made of them, and nothing else", async () => {
    // What AWS and a command are going to say is not known before they were asked.
    const known: Answer = (registered) => (registered.type === "pulumi:index:Stash" ? healthy(registered) : {});
    const program = await RecordedProgram.start(known, { preview: true, call: account() });
    const { stdout: later } = new command.local.Command("later", { create: "id -un" });
    const outputs = await program.outputsOf(
      new AwsDockerHost("web", {
        ...{ sshIngressCidrs: [later, "203.0.113.0/24"], subnetId: later, dockerUsers: [later], ttlMinutes: 60 },
        ...{
          tags: { team: later },
          diskGiB: later.apply(Number),
          publicAddress: "elastic",
          dataVolume: { sizeGiB: 5 },
        },
      }),
    );
    expect(outputs).toMatchObject(gatedInPreview);
    const { inputs } = program.find("web-machine");
    expect(inputs).toMatchObject({
      ...{ subnetId: unknown, userData: unknown, userDataBase64: unknown, tags: unknown },
      ...{ ami: "ami-0newest", instanceType: "t3.small", userDataReplaceOnChange: true },
      metadataOptions: { httpTokens: "required" },
      rootBlockDevice: { encrypted: true, volumeSize: unknown },
    });
    expect(program.find("web-security-group").inputs.vpcId).toBe(unknown);
    expect(program.find("web-ssh-0").inputs).toMatchObject({ cidrIpv4: unknown, cidrIpv6: unknown, fromPort: 22 });
    expect(program.find("web-data").inputs).toMatchObject({ availabilityZone: unknown, size: 5 });
  });
});
