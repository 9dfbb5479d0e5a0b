// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { EphemeralDockerHost, type EphemeralOptions, withDockerHost } from "../../../components/ephemeral";

const problems = (options: unknown): string[] => {
  try {
    new EphemeralDockerHost(options as EphemeralOptions);
    return [];
  } catch (error) {
    return String(error).split("\n");
  }
};
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const args = { sshIngressCidrs: ["203.0.113.7/32"] };
const complete = [
  { target: "local", args: { image } },
  { target: "aws", args },
  { target: "gcp", args: { sshSourceRanges: ["203.0.113.7/32"] } },
];

test("a host of each target is taken, with the least that can be said", () => {
  for (const options of complete) expect(problems(options)).toEqual([]);
});

test("and with all that can be said", () => {
  const config = { "aws:region": "eu-central-1" };
  const backend = { backend: "s3://my-state", project: "tests", secretsProvider: "passphrase" };
  expect(problems({ target: "aws", args, name: "web", config, log: () => {}, ...backend, team: undefined })).toEqual(
    [],
  );
});

test("everything that is wrong is said at once, by its path, and before anything is made", () => {
  const options = {
    target: "aws",
    name: "1 host",
    config: { region: 1 },
    log: true,
    project: 7,
    args: {
      ...args,
      ttlMinutes: 5,
      disableApiTermination: true,
      proxy: { host: "bastion" },
      amiId: pulumi.output("ami-1"),
      instanceTyp: "t3.small",
      users: [{ name: "CI" }],
    },
  };
  expect(problems(options)).toEqual([
    "Error: the throw-away docker host has 10 problems:",
    'name: "1 host" is not a name of at most 40 letters, digits, "-" or "_", the first a letter',
    "config.region: is a number, and must be a string (put it in quotes)",
    "log: must be a function",
    "project: is a number, and must be a string (put it in quotes)",
    "args.disableApiTermination: keeps the machine from being destroyed",
    expect.stringMatching(/^args\.proxy: is a way that ssh and docker on this computer do not know/),
    "args.amiId: must be a plain value: another process gets it",
    expect.stringMatching(/^args\.users\[0\]\.name: "CI" is not a login name/),
    "args.ttlMinutes: 5 is not a whole number of minutes from 15 to 525600",
    expect.stringMatching(/^args\.instanceTyp: does not exist; did you mean "instanceType"\?/),
  ]);
});

test("withDockerHost rejects with the same, and makes nothing", async () => {
  const made = jest.fn();
  const host = withDockerHost({ target: "local", args: { image, cpus: 0 }, log: made }, made);
  await expect(host).rejects.toThrow(
    "the throw-away docker host has 1 problem:\nargs.cpus: 0 is not a whole number of processors from 1 to 255",
  );
  expect(made).not.toHaveBeenCalled();
});

test("an argument of the host beside args is sent there, and any other name is none", () => {
  expect(problems({ ...complete[0], ttlMinutes: 30, sshPort: 2022, nme: "web", sshIngressCidrs: [] })).toEqual([
    "Error: the throw-away docker host has 4 problems:",
    "ttlMinutes: is an argument of the host; move it into args",
    "sshPort: is an argument of the host; move it into args",
    expect.stringMatching(/^nme: does not exist; did you mean "name"\?$/),
    expect.stringMatching(/^sshIngressCidrs: does not exist; there are target, /),
  ]);
});

test.each(["constructor", "__proto__", "toString", "", "azure", null, 7])("%j is not a target", (target) => {
  expect(problems({ target, args })[1]).toMatch(/is not known; there are local, aws, gcp$/);
});

test("an image that is asked for is checked as the host is, and a host with cloudConfig has none", () => {
  const cloudConfig = { bootcmd: ["true"] };
  expect(problems({ target: "local", bake: true, args: { image, docker: { version: "28.5.2" } } })).toEqual([]);
  expect(problems({ target: "local", args: { cloudConfig } })).toEqual([]);
  expect(problems({ target: "local", bake: true, args: { cloudConfig } }).slice(1)).toEqual([
    "bake: makes no image for a host with args.cloudConfig; leave one of them out",
  ]);
  expect(problems({ target: "local", bake: "yes" })[1]).toMatch(/^bake: is a string, and must be a boolean/);
});

test("protection that is switched off is none", () => {
  expect(problems({ ...complete[2], args: { ...complete[2]?.args, deletionProtection: false } })).toEqual([]);
});

test("a name that only Google refuses is refused as the host's", () => {
  expect(problems({ ...complete[2], name: "Web" })[1]).toMatch(/^name: "Web" is part of names at Google/);
});

test("what is missing is asked for, and a host on this computer needs nothing", () => {
  expect(problems({ target: "local" })).toEqual([]);
  expect(problems({ target: "aws" })[1]).toBe("args: is missing");
  expect(problems({ target: "aws", args: pulumi.output(args) })[1]).toMatch(
    /^args: must be a plain value and no Output/,
  );
  expect(problems({}).slice(1)).toEqual(["target: is missing; there are local, aws, gcp", "args: is missing"]);
  for (const options of [undefined, null, "aws"])
    expect(problems(options)[1]).toMatch(/^options: is (empty|a string), and must be a map with target and args$/);
});
