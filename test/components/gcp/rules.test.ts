// SPDX-License-Identifier: Apache-2.0
import { problemsByRow } from "../../../components/arguments/check";
import type { DockerHostArgs } from "../../../components/docker-host-args";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { rows } from "../../../components/gcp/rules";
import { withIntruder } from "../../cloud-init/intruder";

/** What an argument may be, at its edges, and what comes near. */
interface Form {
  fine: unknown[];
  wrong: unknown[];
}
const flag: Form = { fine: [true, false], wrong: ["true", 1, null] };
const label = { fine: ["a", "a-b0", `a${"b".repeat(62)}`], wrong: ["", "-a", "a-", "0a", "A", "a_b", "a".repeat(64)] };
const key = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
const within = (texts: string[], put: (text: string) => unknown) => texts.flatMap(withIntruder).map(put);
const disk: Form = {
  fine: ["pd-ssd", "pd-balanced", "hyperdisk-balanced", "hyperdisk-balanced-high-availability"],
  wrong: ["", "ssd", "pd", "pd-", "pd-SSD", "xpd-ssd", "pd-ssd1", 1],
};
const size: Form = { fine: [10, 65_536], wrong: [9, 10.5, 65_537, "10", null] };
const path: Form = {
  fine: ["/data", "/srv/a-b_c.d"],
  wrong: ["", "/", "data", "srv/data", "/data/", "/data disk", 1, "/etc", "/data/.."],
};
const named = (path: string): Form => ({
  fine: [
    ...[...label.fine, `projects/p/${path}/a`, `projects/a.b:c/${path}/a-b`],
    ...["https://www.googleapis.com/compute/v1", "//compute.googleapis.com"].map(
      (service) => `${service}/projects/my-project/${path}/a`,
    ),
  ],
  wrong: [
    // What the provider takes, but not for the same as the link that Google answers with.
    ...[path, `x/projects/p/${path}`, `projects/123456789012/${path}`, `https://example/projects/p/${path}`].map(
      (start) => `${start}/a`,
    ),
    ...[
      ...label.wrong,
      `projects/p/x${path}/a`,
      `projects/p/${path}/a/`,
      `projects/p/${path}/A`,
      `projects//${path}/a`,
      1,
    ],
  ],
});

const tags: Form = {
  fine: [[], ...label.fine.map((tag) => [tag]), ["a", "b"]],
  wrong: ["a", null, ["a", "a"], ...[...label.wrong, ...within(["a"], String)].map((tag) => [tag])],
};

/** Every argument that is looked at by itself: one that is new has to come in here, or this does not compile. */
const forms: Record<Exclude<keyof GcpDockerHostArgs, keyof DockerHostArgs | "proxy"> | "ttlMinutes", Form> = {
  zone: {
    fine: ["europe-west1-b", "us-east4-a", "northamerica-northeast10-c", "u-france-east1-a"],
    wrong: ["", "europe-west1", "europe-b", "Europe-west1-b", "europe-west1-bb", "1europe-west1-b", "europe-west-b", 1],
  },
  machineType: {
    fine: [
      ...["e2-medium", "c4a-standard-1", "custom-2-4096", "a2-highgpu-1g", "n2-custom-6-24576", "e2-custom-32-262144"],
      ...["n1-custom-4-4096", "custom-1-6656", "n2-custom-8-32768-ext", "n4-custom-8-8192", "c9-custom-8-32768"],
    ],
    wrong: [
      ...[
        "custom-1-3840",
        "custom-4-15360",
        "n1-custom-2-7680",
        "e2-custom-32-131072",
        "n2-custom-16-131072",
        "n2d-custom-8-8192",
        "e2-custom-2-8192",
      ],
      ...["n4-custom-8-16384"],
      ...["", "small", "2e-medium", "E2-medium", "e2-", "-medium", "e2--medium", "e2-Medium", 2],
    ],
  },
  image: {
    fine: ["a", "9-rocky", "rocky-linux-cloud/rocky-linux-9", "https://example/a/b_c.d:8"],
    wrong: ["", "Rocky", "-a", "rocky 9", "a?b", 9],
  },
  rotateImage: { fine: ["", "2"], wrong: [2, true, null] },
  diskGiB: size,
  diskType: disk,
  kmsKey: {
    fine: [key, "projects/a.b:c/locations/eu/keyRings/R-1/cryptoKeys/K_2"],
    wrong: [
      `${key}/cryptoKeyVersions/12`,
      key.replace("/p/", "/123456789012/"),
      "",
      "k",
      `x${key}`,
      `${key}/`,
      `${key}/x`,
      `${key}/cryptoKeyVersions/x`,
      key.replace("/r/", "//"),
      `${key} `,
    ],
  },
  dataDisk: {
    fine: [
      ...size.fine.map((sizeGiB) => ({ sizeGiB })),
      ...path.fine.map((mountPath) => ({ sizeGiB: 10, mountPath })),
      ...disk.fine.map((type) => ({ sizeGiB: 10, type })),
    ],
    wrong: [
      {},
      ...size.wrong.map((sizeGiB) => ({ sizeGiB })),
      ...[...path.wrong, ...within(["/data"], String)].map((mountPath) => ({ sizeGiB: 10, mountPath })),
      ...[...disk.wrong, ...within(["pd-ssd"], String)].map((type) => ({ sizeGiB: 10, type })),
    ],
  },
  network: named("global/networks"),
  subnetwork: named("regions/europe-west1/subnetworks"),
  connectVia: { fine: ["none", "iap"], wrong: ["", "ssm", "IAP", true] },
  iapTunnelPort: { fine: [1, 65_535], wrong: [0, 1.5, 65_536, "22"] },
  networkTags: tags,
  additionalNetworkTags: tags,
  serviceAccount: {
    fine: [
      { email: "a@b" },
      { email: "web@my-project.iam.gserviceaccount.com" },
      ...["cloud-platform", "https://www.googleapis.com/auth/x_y.z"].map((one) => ({ email: "a@b", scopes: [one] })),
    ],
    wrong: [
      ...["", "a", "a@", "@b", "a@b@c", "a b@c", "Web@b", "web@B", undefined, ...within(["a@b"], String)].map(
        (email) => ({ email }),
      ),
      ...["", "a b", "a?b", ...within(["a"], String)].map((scope) => ({ email: "a@b", scopes: [scope] })),
      { email: "a@b", scopes: "cloud-platform" },
    ],
  },
  secureBoot: flag,
  spot: flag,
  deletionProtection: flag,
  ttlMinutes: { fine: [15, 172_800], wrong: [14, 15.5, 172_801, 525_600, 525_601, "15"] },
  metadata: {
    fine: [
      {},
      { team: "any\ntext", none: undefined },
      { a: "ä".repeat(131_072) },
      { ["k".repeat(128)]: "", "a_b-C0": "" },
    ],
    wrong: [
      ...["", "a b", "a.b", "k".repeat(129), ...within(["a"], String)].map((name) => ({ [name as string]: "x" })),
      ...[null, "text", ["a"], 1, { a: 1 }, { a: null }, { "?": 1 }, { a: "ä".repeat(131_073) }],
      ...["user-data", "startup-script", "ssh-keys", "enable-oslogin"].map((name) => ({ fine: "x", [name]: "x" })),
    ],
  },
  labels: {
    fine: [{}, { a: "", none: undefined }, { [`k${"_".repeat(62)}`]: "v".repeat(63), "a-0": "0-_a" }],
    wrong: [
      ...["", "Team", "0a", "_a", "a b", "k".repeat(64), ...within(["a"], String)].map((name) => ({
        [name as string]: "",
      })),
      ...[null, "text", ["a"], 1, { a: 1 }, { a: null }, { "?": 1 }],
      ...["A", "a b", "v".repeat(64), ...within(["a"], String)].map((text) => ({ a: text })),
      { Team: "A b" },
    ],
  },
  sshSourceRanges: {
    fine: ["203.0.113.7/32", "10.0.0.0/8"].map((range) => [range]),
    wrong: [
      ...["", "203.0.113.7", "203.0.113.0/33", "2001:db8::/32", "0.0.0.0/0", "0.0.0.0/1", "203.0.113.7/24", 7].map(
        (range) => ["10.0.0.0/8", range],
      ),
      ...[[], "10.0.0.0/8", null, ["10.0.0.0/8", "10.0.0.0/8"]],
    ],
  },
  publicAddress: { fine: ["ephemeral", "static", "none"], wrong: ["", "elastic", true] },
  hostKeyFrom: { fine: ["guestAttributes", "injected", "unchecked"], wrong: ["", "trust"] },
  allowSshFromAnywhere: flag,
};
describe.each(Object.entries(forms))("%s", (name, { fine, wrong }) => {
  const paths = (value: unknown) => problemsByRow({ [name]: value }, rows).map(({ path }) => path);

  test("is taken in its form and refused beside it, once, by its path", () => {
    expect(fine.filter((value) => paths(value).length > 0)).toEqual([]);
    const refused = ([path, ...more]: string[]) => path?.startsWith(name) && more.length === 0;
    expect(wrong.filter((value) => !refused(paths(value)))).toEqual([]);
  });

  test("is refused with another line before or behind it", () => {
    // Whatever stands in `rotateImage`, only its change counts.
    const texts = name === "rotateImage" ? [] : fine.filter((value) => typeof value === "string");
    expect(texts.flatMap(withIntruder).filter((text) => paths(text).length === 0)).toEqual([]);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  [
    "machineType",
    { machineType: "n2-custom-16-131072" },
    `"n2-custom-16-131072" is "n2-highmem-16" at Google, which answers with that name: each update would stop the machine and start it again; use "n2-highmem-16"`,
  ],
  [
    "kmsKey",
    { kmsKey: `${key}/cryptoKeyVersions/12` },
    `"${key}/cryptoKeyVersions/12" is one version of a key, and Google answers with the key: each update would replace the machine, and delete its data disk; leave out "/cryptoKeyVersions/12"`,
  ],
  [
    "network",
    { network: "global/networks/default" },
    `"global/networks/default" is not the name of a network, or its link with the id of its project, for example "default" or "projects/P/global/networks/N"`,
  ],
])("what Google answers in other words is refused: %s", (path, args, message) => {
  expect(problemsByRow(args, rows)).toEqual([expect.objectContaining({ severity: "error", path, message })]);
});

test("anybody may reach SSH where that is acknowledged", () => {
  const refused = (allowSshFromAnywhere: boolean) =>
    problemsByRow({ sshSourceRanges: ["0.0.0.0/0"], allowSshFromAnywhere }, rows).map(({ code }) => code);
  expect([refused(false), refused(true)]).toEqual([["ssh/open-to-the-world"], []]);
});
