// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { gcpHostProblems, gcpTemplateProblems } from "../../../components/gcp/problems";

const base = { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] };
const none = { sshSourceRanges: undefined };
const proxy = { host: "bastion" };
const late = pulumi.output("default");
const found = (args: Record<string, unknown>, name = "web") => gcpHostProblems(name, { ...base, ...args });

const noLabel = (text: string) =>
  `${text} is not a label that Google takes: name and value have at most 63 lower-case letters, digits, "-" and "_", and a name begins with a letter`;
const missing =
  'is missing: name who may reach SSH, for example ["203.0.113.7/32"], or give connectVia, iapTunnelPort, proxy or networkTags';
const cidr = "is not an IPv4 network in CIDR form, for example";
const world =
  "lets everybody try SSH; name the networks that need it, or set allowSshFromAnywhere to true if that is what you want";
const bits = "has bits behind its prefix; use";

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
    "chooses the newest image anew, and image names one; remove one of the two, or name a family as projects/P/global/images/family/F",
    { image: "p/i", rotateImage: "1" },
  ],
  ["diskGiB", "5 is not a whole number of GiB from 10 to 65536", { diskGiB: 5 }],
  ["diskType", '"ssd" is not a disk type, for example "pd-balanced" or "pd-ssd"', { diskType: "ssd" }],
  [
    "kmsKey",
    '"k" is not a key of Cloud KMS with the id of its project, for example "projects/P/locations/europe-west1/keyRings/R/cryptoKeys/K"',
    { kmsKey: "k" },
  ],
  ["dataDisk.sizeGiB", "0 is not a whole number of GiB from 10 to 65536", { dataDisk: { sizeGiB: 0 } }],
  ["dataDisk.sizeGiB", "is missing", { dataDisk: {} }],
  [
    "dataDisk.mountPath",
    '"data" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data"',
    { dataDisk: { sizeGiB: 10, mountPath: "data" } },
  ],
  [
    "dataDisk.type",
    '"ssd" is not a disk type, for example "pd-balanced" or "pd-ssd"',
    { dataDisk: { sizeGiB: 10, type: "ssd" } },
  ],
  [
    "network",
    '"My Net" is not the name of a network, or its link with the id of its project, for example "default" or "projects/P/global/networks/N"',
    { network: "My Net" },
  ],
  ["network", "is missing: the firewall rule belongs to it; name the network of the subnetwork", { subnetwork: "a" }],
  [
    "subnetwork",
    '"A" is not the name of a subnetwork, or its link with the id of its project, for example "hosts" or "projects/P/regions/europe-west1/subnetworks/S"',
    { network: "default", subnetwork: "A" },
  ],
  ["publicAddress", '"elastic" is none of "ephemeral", "static", "none"', { publicAddress: "elastic" }],
  ["sshSourceRanges", missing, { sshSourceRanges: undefined }],
  ["sshSourceRanges", 'is empty; name who may reach SSH, for example ["203.0.113.7/32"]', { sshSourceRanges: [] }],
  ["sshSourceRanges", "is a string, and must be a list", { sshSourceRanges: "203.0.113.7/32" }],
  ["sshSourceRanges[0]", `"128.0.0.0/1" ${world}`, { sshSourceRanges: ["128.0.0.0/1"] }],
  ["sshSourceRanges[0]", `"203.0.113.7/24" ${bits} "203.0.113.0/24"`, { sshSourceRanges: ["203.0.113.7/24"] }],
  [
    "sshSourceRanges[1]",
    '"10.0.0.0/8" is here twice; keep one of them',
    { sshSourceRanges: ["10.0.0.0/8", "10.0.0.0/8"] },
  ],
  [
    "dataDisk.mountPath",
    '"/etc" belongs to the system; use a folder of its own, for example "/data"',
    {
      dataDisk: { sizeGiB: 10, mountPath: "/etc" },
    },
  ],
  ["serviceAccount", "is empty, and must be a map", { serviceAccount: null }],
  ["dataDisk", "is empty, and must be a map", { dataDisk: null }],
  [
    "sshSourceRanges[1]",
    `"203.0.113.7" ${cidr} "203.0.113.7/32"`,
    { sshSourceRanges: ["203.0.113.0/24", "203.0.113.7"] },
  ],
  ["sshSourceRanges[0]", `"2001:db8::/32" ${cidr} "203.0.113.0/24"`, { sshSourceRanges: ["2001:db8::/32"] }],
  ["sshSourceRanges[0]", `"0.0.0.0/0" ${world}`, { sshSourceRanges: ["0.0.0.0/0"] }],
  ["allowSshFromAnywhere", '"yes" is none of true, false', { allowSshFromAnywhere: "yes" }],
  ["iapTunnelPort", "0 is not a port from 1 to 65535", { iapTunnelPort: 0 }],
  [
    "iapTunnelPort",
    "is another way to the machine than proxy; remove one of the two",
    { iapTunnelPort: 2222, proxy: { host: "bastion" } },
  ],
  [
    "connectVia",
    "is another way to the machine than iapTunnelPort; remove one of the two",
    { connectVia: "iap", iapTunnelPort: 2222 },
  ],
  ["connectVia", "is another way to the machine than proxy; remove one of the two", { connectVia: "iap", proxy }],
  ["networkTags[0]", '"Web" is not a network tag, for example "web"', { networkTags: ["Web"] }],
  [
    "serviceAccount.email",
    '"web" is not the address of a service account in lower case, for example "web@my-project.iam.gserviceaccount.com"',
    { serviceAccount: { email: "web" } },
  ],
  [
    "serviceAccount.scopes[0]",
    '"a b" is not a scope, for example "cloud-platform"',
    { serviceAccount: { email: "a@b", scopes: ["a b"] } },
  ],
  ["secureBoot", '"off" is none of true, false', { secureBoot: "off" }],
  ["hostKeyFrom", '"trust" is none of "guestAttributes", "injected", "unchecked"', { hostKeyFrom: "trust" }],
  [
    "hostKeyFrom",
    "must be a plain value and no Output: it has to be known when the program runs",
    { hostKeyFrom: pulumi.output("injected") },
  ],
  ["spot", "1 is none of true, false", { spot: 1 }],
  [
    "deletionProtection",
    "keeps Google from deleting the machine when ttlMinutes are over; remove one of the two",
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
  ["labels", "is a string, and must be a map", { labels: "team" }],
  ["labels.count", "is a number, and must be a string (put it in quotes)", { labels: { count: 1 } }],
  ["labels.Team", noLabel('"Team" with "a"'), { labels: { Team: "a" } }],
  ["labels.team", noLabel('"team" with "A Team"'), { labels: { team: "A Team" } }],
];

test.each(invalid)("%s is refused: %s (%#)", (path, message, args) => {
  expect(found(args)).toEqual([expect.objectContaining({ severity: "error", path, message })]);
});

test.each(["Web", "1web", "web_1", "web-", "-web", "", "a\nb", "a".repeat(41)])("the name %j is refused", (name) => {
  const message = `${JSON.stringify(name)} is part of names at Google: use at most 40 lower-case letters, digits and "-", beginning with a letter`;
  expect(found({}, name)).toEqual([expect.objectContaining({ path: "name", message, code: "name" })]);
});

test.each([undefined, null, 7])("%s is refused as a name", (name) => {
  expect(gcpHostProblems(name as never, base)).toEqual([expect.objectContaining({ path: "name", code: "name" })]);
});

test.each(["w", "web-1", "w-0", "a".repeat(40)])("the name %s is taken", (name) => {
  expect(found({}, name)).toEqual([]);
});

test.each<[string, Record<string, unknown>]>([
  ["nothing but who may reach SSH", {}],
  ["arguments that are undefined", { network: undefined, publicAddress: undefined, dataDisk: undefined }],
  ["a tunnel", { ...none, iapTunnelPort: 2222 }],
  ["no command line, by name", { connectVia: "none", iapTunnelPort: 2222 }],
  ["Identity-Aware Proxy", { ...none, connectVia: "iap" }],
  [
    "Identity-Aware Proxy, with rules of the caller's own",
    { ...none, connectVia: "iap", networkTags: ["web"], network: "prod" },
  ],
  ["a tunnel, beside networks", { iapTunnelPort: 2222 }],
  ["a bastion to a private machine", { ...none, proxy, publicAddress: "none" }],
  ["a bastion and its network", { proxy, sshSourceRanges: ["10.0.0.0/8"] }],
  ["rules of the caller's own on a network of the caller's own", { ...none, networkTags: ["web"], network: "prod" }],
  ["rules of the caller's own on a network that is known late", { ...none, networkTags: ["web"], network: late }],
  ["a subnetwork, with its network", { subnetwork: "hosts", network: "prod" }],
  ["a network alone", { network: "prod" }],
  ["a subnetwork, where no rule is made", { ...none, proxy, subnetwork: "hosts" }],
  ["an image", { image: "p/i" }],
  ["the newest image anew", { rotateImage: "2" }],
  ["the newest of a family anew", { image: "projects/p/global/images/family/ci", rotateImage: "2" }],
  ["a machine that Google protects", { deletionProtection: true }],
  ["a machine that ends", { deletionProtection: false, ttlMinutes: 60 }],
  ["little memory with swap", { machineType: "e2-micro", swapMiB: 1024 }],
  ["anybody, where that is acknowledged", { sshSourceRanges: ["0.0.0.0/0"], allowSshFromAnywhere: true }],
  [
    "what is known late",
    { zone: pulumi.output("x"), labels: { team: pulumi.output("A") }, dataDisk: pulumi.output({ sizeGiB: 5 }) },
  ],
])("nothing is said of %s", (_what, args) => {
  expect(found(args)).toEqual([]);
});

test("a machine with little memory is warned about", () => {
  const message =
    '"e2-micro" has 1024 MiB of memory, which is little: dnf alone takes about 1024; use "e2-medium" or more, or set swapMiB';
  expect(found({ machineType: "e2-micro" })).toEqual([
    expect.objectContaining({ severity: "warning", path: "machineType", message }),
  ]);
});

test.each<[string, Record<string, unknown>]>([
  ["a bastion", { proxy }],
  ["rules of the caller's own", { networkTags: ["web"] }],
  ["a link to the network", { networkTags: ["web"], network: "projects/p/global/networks/default" }],
])("where no rule is made on the network default, it is said that Google's lets everybody in: %s", (_what, args) => {
  const message =
    'is missing, so Google\'s rule default-allow-ssh of the network "default" lets everybody reach SSH: name who may, for example ["203.0.113.7/32"], which keeps out all others but those of your own rules; or use another network';
  expect(found({ ...none, ...args })).toEqual([
    { severity: "warning", path: "sshSourceRanges", message, code: "ssh/open-to-the-world" },
  ]);
});

test("of a template, name, image and logs are looked at as a host's are", () => {
  const wrong = { image: "p/i", rotateImage: "1", machineType: "e2-micro", docker: { logDriver: "gcplogs" as const } };
  expect(gcpTemplateProblems("Web", wrong).map(({ path }) => path)).toEqual([
    ...["name", "rotateImage", "machineType", "serviceAccount"],
  ]);
});
