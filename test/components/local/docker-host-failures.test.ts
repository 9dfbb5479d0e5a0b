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
const health = ["web-health", "web-health-access", "web-health-check"];
const all = [
  "web",
  ...health,
  "web-host-key",
  "web-login-key",
  "web-machine",
  "web-machine-made-with",
  "web-made-with",
  "web-told",
];
const made = ["web-machine-made-with", "web-made-with"];
const cutOff =
  "the health check of web ended without its verdict, so its output was cut off; " +
  'run it again with "pulumi up --replace" and the URN of web-health-check';

test("a program in which nothing goes wrong ends well, with every output", () => {
  expect(outcomes["nothing goes wrong"]).toEqual({
    messages: [],
    paths: [],
    resolved: [...gated].sort(),
    registered: all,
  });
});

// Pulumi puts in front of each message the properties through which it came; that part is Pulumi's own.
test.each([
  ["the machine cannot be made", "port 2222 on 127.0.0.1 is taken", [...keys, "web-machine", ...made]],
  ["the check fails", "stage server failed after 3 s", all],
  ["the check's report is cut off", cutOff, all],
  ["the check's report says unhealthy", cutOff, all],
  ["the check says nothing", cutOff, all],
  [
    "the computer is neither x64 nor arm64",
    "LocalDockerHost runs on x64 and arm64, this machine is s390x",
    [...keys, "web-made-with"],
  ],
])("where %s, the program fails and no output resolves", (what, message, registered) => {
  expect(outcomes[what]).toEqual({
    messages: [expect.stringMatching(new RegExp(`: ${literally(message)}$`))],
    paths: [],
    resolved: [],
    registered,
  });
});

test("where arguments that are known late are invalid, the program fails with all of them and no machine is made", () => {
  expect(outcomes["arguments that are known late are invalid"]).toEqual({
    messages: [
      expect.stringMatching(/: the docker host's arguments have 3 problems:\nusers\[0\]\.name: "Bob" is not a/),
    ],
    paths: ["users[0].name", "dockerUsers[0]", "docker.version"],
    resolved: [],
    registered: keys,
  });
});

test.each([
  ["a number", "cpus", "1.5 is not a whole number of processors from 1 to 255"],
  ["a path", "image.disk", '"x" is not the absolute path of a file on this computer'],
])("where %s that is known late is invalid, it is named and no machine is made", (what, path, message) => {
  const { messages, ...rest } = (outcomes[`${what} that is known late is invalid`] ?? {}) as Outcome;
  expect(messages.join("\n")).toContain(`\n${path}: ${message}`);
  expect({ ...rest, paths: [...new Set(rest.paths)] }).toEqual({
    paths: [path],
    resolved: [],
    registered: [...keys, "web-made-with"],
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
