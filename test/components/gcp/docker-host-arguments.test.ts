// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import type { GcpPublicAddress } from "../../../components/gcp/choices";
import { RecordedProgram, unknown } from "../recorded-program";
import { base, gatedInPreview, google, newest, programWith } from "./host-under-test";

/** What the constructor throws for plain arguments. */
async function refusal(args: Partial<GcpDockerHostArgs>, name = "web") {
  const program = await RecordedProgram.start(() => ({}));
  try {
    new GcpDockerHost(name, { ...base, ...args });
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return { error, program };
    throw error;
  }
  throw new Error("the arguments were accepted");
}

describe("invalid arguments", () => {
  test("are refused in the constructor, before anything is registered", async () => {
    const { error, program } = await refusal({ diskGiB: 5 });
    const reason = "5 is not a whole number of GiB from 10 to 65536";
    expect(error.errors).toEqual([{ propertyPath: "diskGiB", reason }]);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(program.registrations).toEqual([]);
  });

  test("include a name that Google does not take", async () => {
    const { error } = await refusal({}, "Web");
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual(["name"]);
  });

  test("are listed all at once, with those of the guest", async () => {
    const { error } = await refusal({
      zone: "here",
      sshSourceRanges: ["0.0.0.0/0", "x"],
      publicAddress: "some" as GcpPublicAddress,
      users: [{ name: "Bob" }],
    });
    expect(error.errors.map(({ propertyPath }) => propertyPath).sort()).toEqual([
      "publicAddress",
      "sshSourceRanges[0]",
      "sshSourceRanges[1]",
      "users[0].name",
      "zone",
    ]);
  });

  test("are listed also where an argument of the guest is known late", async () => {
    const { error } = await refusal({ zone: "here", dockerUsers: pulumi.output(["rocky"]) });
    expect(error.errors.map(({ propertyPath }) => propertyPath)).toEqual(["zone"]);
  });
});

test("a machine with little memory is warned about, and made", async () => {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  await programWith({ machineType: "e2-micro" });
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    'machineType: "e2-micro" has 1024 MiB of memory, which is little: dnf alone takes about 1024; use "e2-medium" or more, or set swapMiB',
  ]);
  warn.mockRestore();
});

describe("arguments that are Outputs", () => {
  test("give the same host as plain ones", async () => {
    const plain: Partial<GcpDockerHostArgs> = {
      machineType: "e2-standard-2",
      zone: "europe-west1-b",
      sshSourceRanges: ["203.0.113.0/24"],
      network: "hosts",
      labels: { team: "a" },
      ttlMinutes: 60,
      spot: true,
      dataDisk: { sizeGiB: 10 },
      networkTags: ["web"],
      metadata: { team: "a" },
      serviceAccount: { email: "a@b" },
    };
    const late = Object.fromEntries(
      Object.entries(plain).map(([name, value]) => [name, pulumi.output(value as pulumi.Input<string>)]),
    );
    const [first, second] = [await programWith(plain), await programWith(late)];
    for (const name of ["web-machine", "web-ssh", "web-data", "web-health-check"]) {
      const [a, b] = [first, second].map(({ program }) => {
        const { labels: _expires, ...inputs } = program.find(name).inputs;
        return inputs;
      });
      expect(JSON.stringify(b).replace(/expires-at":"\w+/g, "")).toEqual(
        JSON.stringify(a).replace(/expires-at":"\w+/g, ""),
      );
    }
  });

  test("that are not known in preview leave unknown what is made of them, and nothing else", async () => {
    const program = await RecordedProgram.start(() => ({}), { preview: true, call: google });
    const later = (name: string) => new command.local.Command(name, { create: "id -un" }).stdout;
    const host = new GcpDockerHost("web", {
      ...base,
      network: later("network"),
      machineType: later("type"),
      sshSourceRanges: later("ranges").apply((range) => [range]),
      iapTunnelPort: later("port").apply(Number),
      networkTags: [later("tag")],
      labels: { team: later("team") },
      ttlMinutes: later("ttl").apply(Number),
      dataDisk: { sizeGiB: later("size").apply(Number) },
      metadata: { team: later("metadata") },
      dockerUsers: [later("user")],
    });
    const outputs = await program.outputsOf(host);
    expect(outputs).toMatchObject(gatedInPreview);
    expect(program.find("web-ssh").inputs).toMatchObject({ network: unknown, sourceRanges: unknown });
    expect(program.find("web-machine").inputs).toMatchObject({
      zone: "europe-west1-b",
      machineType: unknown,
      tags: unknown,
      labels: unknown,
      metadata: { secret: unknown },
      scheduling: unknown,
      shieldedInstanceConfig: { enableSecureBoot: true },
    });
  });

  test("of the network alone leave the rest of the machine known in preview", async () => {
    const program = await RecordedProgram.start(() => ({}), { preview: true, call: google });
    const { stdout } = new command.local.Command("network", { create: "true" });
    await program.outputsOf(new GcpDockerHost("web", { ...base, network: stdout, subnetwork: stdout }));
    expect(program.find("web-machine").inputs).toMatchObject({
      networkInterfaces: [{ subnetwork: unknown, accessConfigs: [{}] }],
      bootDisk: { initializeParams: { image: newest } },
      metadata: { secret: { "block-project-ssh-keys": "TRUE" } },
    });
  });
});
