// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { EphemeralDockerHost, type EphemeralOptions } from "../../../stacks/ephemeral";

const problems = (options: object): string[] => {
  try {
    new EphemeralDockerHost(options as EphemeralOptions);
    return [];
  } catch (error) {
    return String(error).split("\n");
  }
};
const args = { sshIngressCidrs: ["203.0.113.7/32"] };

test("a host of each target is taken, with the least that can be said", () => {
  for (const target of ["local", "aws", "gcp"]) expect(problems({ target, args })).toEqual([]);
});

test("everything that is wrong is said at once, by its path, and before anything is made", () => {
  const options = {
    target: "azure",
    name: "1 host",
    args: {
      ...args,
      ttlMinutes: 5,
      disableApiTermination: true,
      proxy: { host: "bastion" },
      amiId: pulumi.output("ami-1"),
    },
  };
  expect(problems(options)).toEqual([
    "Error: the throw-away docker host has 6 problems:",
    'target: "azure" is not known; known are: local, aws, gcp',
    'name: "1 host" must be at most 40 letters, digits, "-" or "_", the first a letter',
    "args.disableApiTermination: keeps the machine from being destroyed",
    expect.stringMatching(/^args\.proxy: is a way that ssh and docker on this computer do not know/),
    "args.amiId: must be a plain value: another process gets it",
    "args.ttlMinutes: 5 is not a whole number of minutes from 15 on",
  ]);
});

test.each(["constructor", "__proto__", "toString", ""])("%j is not a target", (target) => {
  expect(problems({ target, args })[1]).toContain("is not known");
});

test("protection that is switched off is none", () => {
  expect(problems({ target: "gcp", args: { deletionProtection: false } })).toEqual([]);
});

test("without arguments it asks for them", () => {
  expect(problems({ target: "aws" })).toContain("args: must be the arguments of the host");
});
