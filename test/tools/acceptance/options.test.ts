// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultPrefix, testCloudOptions } from "../../../tools/acceptance/options";

const folder = mkdtempSync(join(tmpdir(), "test-cloud-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const from = ["--from", "203.0.113.7/32"];
const now = new Date("2026-11-27T17:02:44Z");
const read = (...args: string[]) => testCloudOptions(args, now, "Alice.B");

test("with an address alone, all parts run in a place of one's own, for two hours, under one's own name", () => {
  expect(read("aws", ...from)).toEqual({
    order: {
      ...{ target: "aws", prefix: "dht-aliceb-11271702", ttlMinutes: 120, parts: ["host", "image", "swarm"] },
      ...{ args: { sshIngressCidrs: ["203.0.113.7/32"] }, config: {}, keep: false },
    },
    ...{ yes: false, reap: false, out: join("coverage", "cloud") },
  });
});

test("what is given is taken", () => {
  const args = file("args.yaml", "network: shared\nlabels: { team: platform }\n");
  const where = ["--project", "mine", "--zone", "us-central1-a", "--args", args];
  const more = ["--only", "swarm,host", "--ttl", "45m", "--prefix", "try", "--keep", "-y", "--out", "figures"];
  expect(read("gcp", ...from, ...where, ...more)).toEqual({
    order: {
      ...{ target: "gcp", prefix: "try", ttlMinutes: 45, parts: ["host", "swarm"], config: { "gcp:project": "mine" } },
      args: {
        ...{ zone: "us-central1-a", sshSourceRanges: ["203.0.113.7/32"] },
        ...{ network: "shared", labels: { team: "platform" } },
      },
      keep: true,
    },
    ...{ yes: true, reap: false, out: "figures" },
  });
});

test.each<[string, string[], string]>([
  ["a cloud that there is not", ["azure", ...from], "Allowed choices are aws, gcp"],
  ["nobody who may reach SSH", ["aws"], "--from is missing; say from where SSH is to be reached"],
  [
    "a prefix that Google takes in no name",
    ["gcp", ...from, "--prefix", "Mine"],
    "--prefix Mine is no prefix of names",
  ],
  ["a prefix that is too long", ["aws", ...from, "--prefix", "a".repeat(25)], "use at most 24 of a-z, 0-9"],
  ["a time in which no host comes up", ["aws", ...from, "--ttl", "10m"], "--ttl 10m is no time to live; use minutes"],
  ["a time without a unit", ["aws", ...from, "--ttl", "120"], "--ttl 120 is no time to live"],
  ["a part that there is not", ["aws", ...from, "--only", "host,disk"], "--only host,disk names disk; use some of"],
  ["no part", ["aws", ...from, "--only", ""], '--only "" names nothing'],
  ["a zone's project on AWS", ["aws", ...from, "--project", "p"], "--project is not for aws; use --region"],
  ["a region at Google", ["gcp", ...from, "--region", "r"], "--region is not for gcp; use --project and --zone"],
  ["no file", ["aws", ...from, "--args", "/nowhere"], "--args /nowhere does not exist"],
  ["a file without a map", ["aws", ...from, "--args", file("list.yaml", "- a\n")], "holds no map"],
  ["a file that is no YAML", ["aws", ...from, "--args", file("bad.yaml", "a: [")], "is no YAML"],
  [
    "what the hosts would refuse",
    ["aws", "--from", "0.0.0.0/0", "--args", file("typo.yaml", "subnet: a\n")],
    "the hosts would be refused:\nsubnet: ",
  ],
])("%s is refused before anything is asked of a cloud", (_what, args, message) => {
  expect(() => read(...args)).toThrow(message);
});

test("who only removes has to say nothing of SSH", () => {
  expect(read("aws", "--reap")).toMatchObject({ reap: true, order: { target: "aws" } });
});

test("who reaches SSH by a way of the cloud needs no address", () => {
  expect(read("gcp", "--args", file("iap.yaml", "connectVia: iap\n"))?.order.args).toMatchObject({ connectVia: "iap" });
});

test("a name of letters that no cloud takes still gives a prefix", () => {
  expect(defaultPrefix("Ünsal", now)).toBe("dht-nsal-11271702");
  expect(defaultPrefix("山田", now)).toBe("dht-me-11271702");
});
