// SPDX-License-Identifier: Apache-2.0
// One mistake has one message, wherever it is made: what is checked the same way on each platform is told the same way.
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { awsHostProblems } from "../../../components/aws/problems";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { localHostProblems } from "../../../components/local/problems";

type Args = Record<string, unknown>;
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const hosts: Record<string, (args: Args) => Problem[]> = {
  aws: (args) => awsHostProblems({ sshIngressCidrs: ["192.0.2.0/24"], subnetId: "subnet-0a", ...args }),
  gcp: (args) => gcpHostProblems("web", { sshSourceRanges: ["192.0.2.0/24"], ...args }),
  local: (args) => localHostProblems({ image, ...args }),
};
const told = (platform: string, args: Args) =>
  (hosts[platform]?.(args) ?? []).map(({ message, code }) => [message, code.replace(/^[a-zA-Z]*(?=\/|$)/, "")]);

describe("of the two clouds", () => {
  const networks: [string, string[]][] = [
    ["half the internet, twice", ["0.0.0.0/1", "128.0.0.0/1"]],
    ["the internet", ["0.0.0.0/0"]],
    ["a network by another address", ["203.0.113.7/24"]],
    ["the same network twice", ["10.0.0.0/8", "10.0.0.0/8"]],
  ];
  test.each(networks)("%s", (_what, list) => {
    const [aws, gcp] = [told("aws", { sshIngressCidrs: list }), told("gcp", { sshSourceRanges: list })];
    expect(aws).toHaveLength(list.length === 2 && list[0] !== list[1] ? 2 : 1);
    expect(gcp).toEqual(aws);
  });

  const disks: [string, Args][] = [
    ["over a folder of the system", { sizeGiB: 20, mountPath: "/etc" }],
    ["by a path that goes back", { sizeGiB: 20, mountPath: "/data/.." }],
    ["over all that the system keeps", { sizeGiB: 20, mountPath: "/var" }],
    ["without a size", { mountPath: "/data" }],
    ["with a name that does not exist", { sizeGiB: 20, mount: "/data" }],
  ];
  test.each(disks)("a disk %s", (_what, disk) => {
    const aws = told("aws", { dataVolume: disk });
    expect(aws).toHaveLength(1);
    const names = (list: unknown) => JSON.stringify(list).replaceAll("deviceName", "").replace(/;.*/, "");
    expect(names(told("gcp", { dataDisk: disk }))).toBe(names(aws));
  });

  test.each<[string, string, string]>([
    ["no map of tags and labels", "tags", "labels"],
    ["no disk", "dataVolume", "dataDisk"],
  ])("%s", (_what, ofAws, ofGcp) => {
    for (const value of ["abc", null, 7, ["a"]])
      expect(told("gcp", { [ofGcp]: value })).toEqual(told("aws", { [ofAws]: value }));
    expect(told("aws", { [ofAws]: null })).toEqual([["is empty, and must be a map", "/kind"]]);
  });

  test("an image that is named, and one that is chosen anew", () => {
    const [[aws = ""] = []] = told("aws", { amiId: "ami-0", rotateImage: "1" });
    // Google has a third way.
    const google = `${aws.replace("amiId", "image")}, or name a family as projects/P/global/images/family/F`;
    expect(told("gcp", { image: "p/i", rotateImage: "1" })[0]?.[0]).toBe(google);
  });
});

test.each<[string, Args]>([
  ["a name that does not exist", { ttlMinute: 60 }],
  ["a limit", { health: { ssh: 0 } }],
  ["a string for a map", { health: "soon" }],
  ["a private key that is none", { sshKey: { privateKey: "x" } }],
  ["users that are no list", { users: "ci" }],
  ["a number for a string", { docker: { version: 27 } }],
  ["a port", { proxy: { host: "192.0.2.1", port: 0 } }],
])("of all platforms: %s", (_what, args) => {
  const platforms = "proxy" in args ? ["aws", "gcp"] : Object.keys(hosts);
  const [first, ...others] = platforms.map((platform) =>
    JSON.stringify(told(platform, args)).replace(/there are .*/, ""),
  );
  expect(first).not.toBe("[]");
  for (const other of others) expect(other).toBe(first);
});

test("a value that decides what is created must be known when the program runs", () => {
  const message = "must be a plain value and no Output: it has to be known when the program runs";
  expect(told("aws", { publicAddress: pulumi.output("none") })).toEqual([[message, "/plain"]]);
  expect(told("gcp", { publicAddress: pulumi.output("none") })).toEqual([[message, "/plain"]]);
  expect(told("local", { directory: pulumi.output("/srv") })).toEqual([[message, "/plain"]]);
});
