// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/docker-host-args";
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

const notKey = 'is not a label\'s key: use at most 63 lower-case letters, digits, "-" and "_"';
const missing =
  'is missing: name who may reach SSH, for example ["203.0.113.7/32"], or give iapTunnelPort, proxy or networkTags';
const cidr = 'is not an IPv4 network in CIDR form, for example "203.0.113.7/32"';
const world = "is the whole internet; name your own networks, or set allowSshFromAnywhere to true";

const invalid: [string, string, Partial<GcpDockerHostArgs>][] = [
  ["zone", '"europe-west1" is not a zone, for example "europe-west1-b"', { zone: "europe-west1" }],
  [
    "machineType",
    '"small" is not a machine type, for example "e2-medium" or "c4a-standard-1"',
    { machineType: "small" },
  ],
  [
    "image",
    '"Rocky 9" is not an image, for example "rocky-linux-cloud/rocky-linux-9-optimized-gcp" or a self link',
    { image: "Rocky 9" },
  ],
  [
    "rotateImage",
    "chooses the newest image anew, and image names one; remove one of both",
    { image: "p/i", rotateImage: "1" },
  ],
  ["diskGiB", "5 is not a whole number of GiB from 10 to 65536", { diskGiB: 5 }],
  ["diskType", '"ssd" is not a disk type, for example "pd-balanced" or "pd-ssd"', { diskType: "ssd" }],
  [
    "kmsKey",
    '"k" is not a key of Cloud KMS, for example "projects/P/locations/europe-west1/keyRings/R/cryptoKeys/K"',
    { kmsKey: "k" },
  ],
  ["dataDisk.sizeGiB", "0 is not a whole number of GiB from 10 to 65536", { dataDisk: { sizeGiB: 0 } }],
  ["dataDisk.sizeGiB", "is missing; it is the size in GiB", { dataDisk: {} as { sizeGiB: number } }],
  [
    "dataDisk.mountPath",
    '"data" is not an absolute path, for example "/data"',
    { dataDisk: { sizeGiB: 10, mountPath: "data" } },
  ],
  [
    "dataDisk.type",
    '"ssd" is not a disk type, for example "pd-balanced" or "pd-ssd"',
    { dataDisk: { sizeGiB: 10, type: "ssd" } },
  ],
  ["network", '"My Net" is not the name or the self link of a network, for example "default"', { network: "My Net" }],
  ["network", "is missing: the firewall rule belongs to it; name the network of the subnetwork", { subnetwork: "a" }],
  [
    "subnetwork",
    '"A" is not the name or the self link of a subnetwork, for example "hosts"',
    { network: "default", subnetwork: "A" },
  ],
  ["publicAddress", '"elastic" is not allowed; use "ephemeral" or "static" or "none"', { publicAddress: "elastic" }],
  ["sshSourceRanges", missing, { sshSourceRanges: undefined }],
  ["sshSourceRanges", 'is empty; name who may reach SSH, for example ["203.0.113.7/32"]', { sshSourceRanges: [] }],
  ["sshSourceRanges", '"203.0.113.7/32" is not a list', { sshSourceRanges: "203.0.113.7/32" as unknown as string[] }],
  ["sshSourceRanges[1]", `"203.0.113.7" ${cidr}`, { sshSourceRanges: ["203.0.113.0/24", "203.0.113.7"] }],
  ["sshSourceRanges[0]", `"2001:db8::/32" ${cidr}`, { sshSourceRanges: ["2001:db8::/32"] }],
  ["sshSourceRanges[0]", `"0.0.0.0/0" ${world}`, { sshSourceRanges: ["0.0.0.0/0"] }],
  [
    "allowSshFromAnywhere",
    '"yes" is not allowed; use true or false',
    { allowSshFromAnywhere: "yes" as unknown as boolean },
  ],
  ["iapTunnelPort", "0 is not a whole number of a port from 1 to 65535", { iapTunnelPort: 0 }],
  [
    "iapTunnelPort",
    "is another way to the machine than proxy; remove one of both",
    { iapTunnelPort: 2222, proxy: { host: "bastion" } },
  ],
  ["networkTags[0]", '"Web" is not a network tag, for example "web"', { networkTags: ["Web"] }],
  [
    "serviceAccount.email",
    '"web" is not the address of a service account, for example "web@my-project.iam.gserviceaccount.com"',
    { serviceAccount: { email: "web" } },
  ],
  [
    "serviceAccount.scopes[0]",
    '"a b" is not a scope, for example "cloud-platform"',
    { serviceAccount: { email: "a@b", scopes: ["a b"] } },
  ],
  ["secureBoot", '"off" is not allowed; use true or false', { secureBoot: "off" as unknown as boolean }],
  [
    "hostKeyFrom",
    '"trust" is not allowed; use "guestAttributes" or "injected" or "unchecked"',
    { hostKeyFrom: "trust" },
  ],
  [
    "hostKeyFrom",
    "must be a plain value and no Output, because it decides what is created",
    { hostKeyFrom: pulumi.output("injected") as unknown as string },
  ],
  ["spot", "1 is not allowed; use true or false", { spot: 1 as unknown as boolean }],
  [
    "deletionProtection",
    "keeps Google from deleting the machine when ttlMinutes are over; remove one of both",
    { deletionProtection: true, ttlMinutes: 60 },
  ],
  [
    "ttlMinutes",
    "200000 is more than 172800 (120 days), which is all that Google allows; use less",
    { ttlMinutes: 200_000 },
  ],
  [
    'metadata["enable-oslogin"]',
    expect.stringMatching(
      /^cannot be given: with OS Login, .* neither the login nor dockerUsers would work$/,
    ) as string,
    { metadata: { "enable-oslogin": "TRUE" } },
  ],
  [
    'metadata["user-data"]',
    "cannot be given: it is made from the other arguments; add to it with cloudConfig",
    { metadata: { "user-data": "x" } },
  ],
  ['metadata["a b"]', 'is not a key of letters, digits, "-" and "_"', { metadata: { "a b": "x" } }],
  ["labels.Team", notKey, { labels: { Team: "a" } }],
  [
    "labels.team",
    '"A Team" is not a label\'s value: use at most 63 lower-case letters, digits, "-" and "_"',
    { labels: { team: "A Team" } },
  ],
  ["docker.version", expect.stringContaining('"latest"') as string, { docker: { version: "latest" } }],
];

describe("invalid arguments", () => {
  test.each(invalid)("%s: %s", async (propertyPath, reason, args) => {
    const { error, program } = await refusal(args);
    expect(error.errors).toEqual([{ propertyPath, reason }]);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(program.registrations).toEqual([]);
  });

  test.each(["Web", "1web", "web_1", "web-", "a".repeat(41)])("the name %j is refused", async (name) => {
    const { error } = await refusal({}, name);
    expect(error.errors).toEqual([
      {
        propertyPath: "name",
        reason: `"${name}" is part of names at Google: use at most 40 lower-case letters, digits and "-", beginning with a letter`,
      },
    ]);
  });

  test("are listed all at once, with those of the guest", async () => {
    const { error } = await refusal({
      zone: "here",
      sshSourceRanges: ["0.0.0.0/0", "x"],
      publicAddress: "some",
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
