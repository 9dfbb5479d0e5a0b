// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { fromSources } from "../../../tools/shared/places";
import type { Outcome } from "../outcome";
import { gated } from "./host-under-test";

let outcomes: Record<string, Outcome>;

beforeAll(() => {
  const program = join(__dirname, "failing-host.ts");
  outcomes = JSON.parse(
    execFileSync(process.execPath, ["--require", fromSources, program], { encoding: "utf8" }),
  ) as typeof outcomes;
});

const keys = ["web", "web-host-key", "web-login-key"];
const network = ["web-egress-all-0.0.0.0-0", "web-security-group", "web-ssh-203.0.113.0-24"];

test("a program in which nothing goes wrong ends well, with every output", () => {
  expect(outcomes["nothing goes wrong"]).toEqual({
    messages: [],
    paths: [],
    resolved: [...gated].sort(),
    registered: [
      ...keys,
      ...network,
      "web-health",
      "web-health-access",
      "web-health-check",
      "web-machine",
      "web-made-with",
      "web-told",
    ].sort(),
  });
});

// Pulumi puts in front of each message the properties through which it came; that part is Pulumi's own.
test.each([
  [
    "there is no default VPC",
    `there is no default VPC in the provider's region; give subnetId a subnet of a VPC of yours, or make a default one with "aws ec2 create-default-vpc"; AWS said: AWS's own words`,
    [...keys, "web-made-with"],
  ],
  [
    "there is no image",
    "the newest Rocky Linux 9 image for arm64 was not found in cn-north-1; give amiId where the foundation has none, as in China and GovCloud; AWS said: AWS's own words",
    [...keys, ...network, "web-made-with"],
  ],
  [
    "the machine has no public address",
    `the machine of web has no public address: it is stopped, or its subnet gives none; start it and run "pulumi refresh", or choose publicAddress "elastic", or "none" with a proxy`,
    [...keys, ...network, "web-health", "web-machine", "web-made-with", "web-told"],
  ],
])("where %s, the program fails and no output resolves", (what, message, registered) => {
  const { messages, ...rest } = (outcomes[what] ?? {}) as Outcome;
  expect(messages.map((text) => text.endsWith(`: ${message}`))).toEqual([true]);
  expect(rest).toEqual({ paths: [], resolved: [], registered: [...registered].sort() });
});

test("where arguments that are known late are invalid, each is named and no machine is made", () => {
  const { messages, ...rest } = (outcomes["arguments that are known late are invalid"] ?? {}) as Outcome;
  expect(rest).toEqual({
    paths: [
      ...["diskGiB", "egress[0].cidrs[1]", "ingress[1].cidrs[1]", "ingress[2].cidrs[0]", "kmsKeyId"],
      "sshIngressCidrs[0]",
      'tags["aws:x"]',
      "users[0].name",
    ],
    resolved: [],
    registered: keys,
  });
  expect(messages).toHaveLength(8);
});

describe("a template", () => {
  const state = ["web", "web-user-data"];

  test.each([
    [
      "a template's image is gone",
      "the image ami-0 was not found in eu-west-1, so that no machine can be made from it; name another amiId or, without one, another rotateImage; AWS said: AWS's own words",
      state,
    ],
    ["a template has too much to tell", "let the machine fetch them on first boot instead", ["web", "web-image"]],
  ])("is not made where %s", (what, message, registered) => {
    const { messages, ...rest } = (outcomes[what] ?? {}) as Outcome;
    expect(messages.map((text) => text.endsWith(message))).toEqual([true]);
    expect(rest).toEqual({ paths: [], resolved: [], registered });
  });

  test("is not made of arguments that are known late and invalid, each of which is named", () => {
    const { paths, registered } = (outcomes["arguments of a template that are known late are invalid"] ??
      {}) as Outcome;
    expect(paths).toEqual(["diskGiB", "loginKeys[0]", "onBootFailure"]);
    expect(registered).toEqual(["web", "web-image"]);
  });
});
