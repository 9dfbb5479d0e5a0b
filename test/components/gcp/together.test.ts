// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import * as read from "../../../components/arguments";
import { problems, whenKnown } from "../../../components/gcp/together";

// What is wrong with a value that is known late fails what is made of it, in a program of its own: failing-host.ts. Here
// stands in its place what would be said of it.
jest.mock("../../../components/arguments", () => ({
  ...jest.requireActual<typeof read>("../../../components/arguments"),
  checkedLater: (value: unknown, problems: (known: unknown) => Iterable<Problem>) => ({ value, problems }),
}));

const base = { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] };
const none = { sshSourceRanges: undefined };
const proxy = { host: "bastion" };
const found = (args: Record<string, unknown>, name = "web") => problems(name, { ...base, ...args });

const notKey = 'is not a label\'s key: use at most 63 lower-case letters, digits, "-" and "_"';
const missing =
  'is missing: name who may reach SSH, for example ["203.0.113.7/32"], or give iapTunnelPort, proxy or networkTags';
const cidr = 'is not an IPv4 network in CIDR form, for example "203.0.113.7/32"';
const world = "is the whole internet; name your own networks, or set allowSshFromAnywhere to true";

test("names that do not exist are found at each depth", () => {
  const paths = (args: Record<string, unknown>) => found(args).map(({ path }) => path);
  expect(paths({ diskGib: 10 })).toEqual(["diskGib"]);
  expect(paths({ dataDisk: { sizeGiB: 10, mount: "/data" } })).toEqual(["dataDisk.mount"]);
  expect(paths({ serviceAccount: { email: "web@p.iam.gserviceaccount.com", scope: [] } })).toEqual([
    "serviceAccount.scope",
  ]);
  expect(paths({ proxy: { host: "bastion", prt: 22 } })).toEqual(["proxy.prt"]);
});

test("what must be a map and is none has that one mistake", () => {
  for (const name of ["dataDisk", "serviceAccount"]) {
    const problems = found({ [name]: "abc" });
    expect(problems).toMatchObject([{ path: name, message: expect.stringMatching(/must be a map/) as string }]);
  }
});

const invalid: [string, string, Record<string, unknown>][] = [
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
  ["dataDisk.sizeGiB", "is missing; it is the size in GiB", { dataDisk: {} }],
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
  ["sshSourceRanges", '"203.0.113.7/32" is not a list', { sshSourceRanges: "203.0.113.7/32" }],
  ["sshSourceRanges[1]", `"203.0.113.7" ${cidr}`, { sshSourceRanges: ["203.0.113.0/24", "203.0.113.7"] }],
  ["sshSourceRanges[0]", `"2001:db8::/32" ${cidr}`, { sshSourceRanges: ["2001:db8::/32"] }],
  ["sshSourceRanges[0]", `"0.0.0.0/0" ${world}`, { sshSourceRanges: ["0.0.0.0/0"] }],
  ["allowSshFromAnywhere", '"yes" is not allowed; use true or false', { allowSshFromAnywhere: "yes" }],
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
  ["secureBoot", '"off" is not allowed; use true or false', { secureBoot: "off" }],
  [
    "hostKeyFrom",
    '"trust" is not allowed; use "guestAttributes" or "injected" or "unchecked"',
    { hostKeyFrom: "trust" },
  ],
  [
    "hostKeyFrom",
    "must be a plain value and no Output, because it decides what is created",
    { hostKeyFrom: pulumi.output("injected") },
  ],
  ["spot", "1 is not allowed; use true or false", { spot: 1 }],
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
  ["metadata", "is empty, and must be a map", { metadata: null }],
  ["labels", "is a text, and must be a map", { labels: "team" }],
  ["labels.count", "is a number, and must be a text (put it in quotes)", { labels: { count: 1 } }],
  ["labels.Team", notKey, { labels: { Team: "a" } }],
  [
    "labels.team",
    '"A Team" is not a label\'s value: use at most 63 lower-case letters, digits, "-" and "_"',
    { labels: { team: "A Team" } },
  ],
];

test.each(invalid)("%s is refused: %s (%#)", (path, message, args) => {
  expect(found(args)).toEqual([{ severity: "error", path, message }]);
});

test.each(["Web", "1web", "web_1", "web-", "-web", "", "a\nb", "a".repeat(41)])("the name %j is refused", (name) => {
  const message = `${JSON.stringify(name)} is part of names at Google: use at most 40 lower-case letters, digits and "-", beginning with a letter`;
  expect(found({}, name)).toEqual([{ severity: "error", path: "name", message }]);
});

test.each(["w", "web-1", "w-0", "a".repeat(40)])("the name %s is taken", (name) => {
  expect(found({}, name)).toEqual([]);
});

test.each<[string, Record<string, unknown>]>([
  ["nothing but who may reach SSH", {}],
  ["arguments that are undefined", { network: undefined, publicAddress: undefined, dataDisk: undefined }],
  ["a tunnel", { ...none, iapTunnelPort: 2222 }],
  ["a tunnel, beside networks", { iapTunnelPort: 2222 }],
  ["a bastion", { ...none, proxy }],
  ["rules of the caller's own", { ...none, networkTags: ["web"] }],
  ["a subnetwork, with its network", { subnetwork: "hosts", network: "prod" }],
  ["a network alone", { network: "prod" }],
  ["a subnetwork, where no rule is made", { ...none, proxy, subnetwork: "hosts" }],
  ["an image", { image: "p/i" }],
  ["the newest image anew", { rotateImage: "2" }],
  ["a machine that Google protects", { deletionProtection: true }],
  ["a machine that ends", { deletionProtection: false, ttlMinutes: 60 }],
  ["little memory with swap", { machineType: "e2-micro", swapMiB: 1024 }],
  ["anybody, where that is acknowledged", { sshSourceRanges: ["0.0.0.0/0"], allowSshFromAnywhere: true }],
  [
    "what is known late",
    { zone: pulumi.output("x"), labels: { team: pulumi.output("A") }, dataDisk: pulumi.output(5) },
  ],
])("nothing is said of %s", (_what, args) => {
  expect(found(args)).toEqual([]);
});

test("a machine with little memory is warned about", () => {
  const message =
    '"e2-micro" has 1024 MiB of memory, which is little: dnf alone takes about 1024; use "e2-medium" or more, or set swapMiB';
  expect(found({ machineType: "e2-micro" })).toEqual([{ severity: "warning", path: "machineType", message }]);
});

describe("an argument that is known late", () => {
  interface Later {
    value: unknown;
    problems(known: unknown): Iterable<Problem>;
  }
  const paths = (later: unknown, known: unknown) => [...(later as Later).problems(known)].map(({ path }) => path);

  test("is looked at then, by its path; a plain one stays as it is", () => {
    const [diskGiB, dockerUsers] = [pulumi.output(20), pulumi.output(["rocky"])];
    const args = whenKnown({ ...base, diskGiB, dockerUsers, spot: true });
    expect(Object.keys(args)).toEqual(["zone", "sshSourceRanges", "diskGiB", "dockerUsers", "spot"]);
    expect([args.zone, args.spot, args.dockerUsers]).toEqual([base.zone, true, dockerUsers]);
    expect((args.diskGiB as unknown as Later).value).toBe(diskGiB);
    expect([paths(args.diskGiB, 20), paths(args.diskGiB, 5)]).toEqual([[], ["diskGiB"]]);
  });

  test("in which a part is plain is looked at all together", () => {
    const { labels } = whenKnown({ ...base, labels: { team: pulumi.output("a"), Team: "a" } });
    expect(paths(labels, { team: "A" })).toEqual(["labels.team"]);
  });

  test("lets anybody reach SSH only where that is acknowledged", () => {
    const late = { ...base, sshSourceRanges: [pulumi.output("0.0.0.0/0")] };
    expect(paths(whenKnown(late).sshSourceRanges, ["0.0.0.0/0"])).toEqual(["sshSourceRanges[0]"]);
    const acknowledged = whenKnown({ ...late, allowSshFromAnywhere: true });
    expect(paths(acknowledged.sshSourceRanges, ["0.0.0.0/0"])).toEqual([]);
  });
});
