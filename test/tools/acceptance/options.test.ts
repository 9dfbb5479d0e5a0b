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
/** The order of a run. */
const order = (...args: string[]) => {
  const options = read(...args);
  return options && "order" in options ? options.order : undefined;
};

test("with an address alone, all parts run in a place of one's own, for two hours, under one's own name", () => {
  expect(read("aws", ...from)).toEqual({
    order: {
      ...{ target: "aws", ttlMinutes: 120, parts: ["host", "image", "swarm"] },
      prefix: expect.stringMatching(/^dht-aliceb-11271702-[0-9a-f]{2}$/) as string,
      ...{ args: { sshIngressCidrs: ["203.0.113.7/32"] }, config: {}, keep: false },
    },
    ...{ yes: false, out: join("coverage", "cloud") },
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
    ...{ yes: true, out: "figures" },
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
  ["a zone on AWS", ["aws", ...from, "--zone", "z"], "--zone is not for aws; use --region"],
  ["a region at Google", ["gcp", ...from, "--region", "r"], "--region is not for gcp; use --project and --zone"],
  ["no file", ["aws", ...from, "--args", "/nowhere"], "--args /nowhere does not exist"],
  ["a file without a map", ["aws", ...from, "--args", file("list.yaml", "- a\n")], "holds no map"],
  [
    "who may reach SSH, said twice",
    ["aws", ...from, "--args", file("access.yaml", "sshIngressCidrs: [192.0.2.1/32]\n")],
    "--from and sshIngressCidrs in the file of --args say the same; leave one out",
  ],
  [
    "the zone, said twice",
    ["gcp", ...from, "--zone", "us-central1-a", "--args", file("zone.yaml", "zone: us-central1-b\n")],
    "--zone and zone in the file of --args say the same",
  ],
  [
    "what is secret",
    [
      ...["aws", ...from, "--args"],
      file(
        "secrets.yaml",
        `
sshKey: { privateKey: k }
secretFiles: [{ path: /etc/a, content: b }]
registries: [{ host: a.example, login: cloud }, { host: b.example, username: u, password: p }]
docker: { proxy: "http://u:p@proxy.example:3128" }
`,
      ),
    ],
    "every process could read them; leave out sshKey, secretFiles, registries[1].password, the password in docker.proxy",
  ],
  [
    "more than a process can be given",
    ["aws", ...from, "--args", file("long.yaml", `commands: ["${"a".repeat(100 * 1024)}"]\n`)],
    "holds more than 100 KiB",
  ],
  ["a file that is no YAML", ["aws", ...from, "--args", file("bad.yaml", "a: [")], "is no YAML"],
  [
    "what the hosts would refuse",
    ["aws", "--from", "0.0.0.0/0", "--args", file("typo.yaml", "subnet: a\n")],
    "the hosts would be refused:\nsubnet: ",
  ],
])("%s is refused before anything is asked of a cloud", (_what, args, message) => {
  expect(() => read(...args)).toThrow(message);
});

test("who only removes says nothing but whose leavings", () => {
  expect(read("aws", "--reap")).toEqual({ reap: { target: "aws" } });
  expect(read("gcp", "--reap", "--prefix", "mine")).toEqual({ reap: { target: "gcp", prefix: "mine" } });
  expect(() => read("aws", "--reap", "--region", "r")).toThrow("--region is not for --reap; leave it out");
  expect(() => read("aws", "--reap", "--ttl", "2h")).toThrow("--ttl is not for --reap");
});

test("who reaches SSH by a way of the cloud needs no address", () => {
  const args = file("iap.yaml", "connectVia: iap\n");
  expect(order("gcp", "--args", args)?.args).toEqual({ connectVia: "iap", zone: "europe-west1-b" });
});

test("a name of letters that no cloud takes still gives a prefix", () => {
  const random = Buffer.from([0x1f]);
  expect(defaultPrefix("Ünsal", now, random)).toBe("dht-nsal-11271702-1f");
  expect(defaultPrefix("山田", now, random)).toBe("dht-me-11271702-1f");
  expect(defaultPrefix("a-very-long-name", now, random)).toHaveLength(24);
});
