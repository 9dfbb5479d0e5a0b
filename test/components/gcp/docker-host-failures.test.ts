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

const all = [
  "web",
  "web-health",
  "web-health-access",
  "web-health-check",
  "web-login-key",
  "web-machine",
  "web-made-with",
  "web-public-host-key",
  "web-ssh",
  "web-ssh-deny",
  "web-told",
];
const check = ["web-health-access", "web-health-check"];
const without = (...names: string[]) => all.filter((name) => !names.includes(name));
const beforeMachine = without("web-health", "web-machine", "web-public-host-key", ...check, "web-told");

test("a program in which nothing goes wrong ends well, with every output", () => {
  const [messages, paths, resolved] = [[], [], [...gated].sort()];
  expect(outcomes["nothing goes wrong"]).toEqual({ messages, paths, resolved, registered: all });
});

const never =
  "guest attributes of web-machine-1f2e3d4 never appeared within 5 s: its SSH host key is not at hostkeys/ssh-ed25519. " +
  `Google's agent publishes it on boot; an image in FIPS mode has none of that kind: set keyType to "ecdsa"; ` +
  "an organisation's policy can forbid that (compute.disableGuestAttributesAccess), " +
  "and reading it takes the permission compute.instances.getGuestAttributes; " +
  'look at "gcloud compute instances get-serial-port-output web-machine-1f2e3d4 --zone europe-west1-b", ' +
  'or set hostKeyFrom to "injected" or "unchecked"';

// Pulumi puts in front of each message the properties through which it came; that part is Pulumi's own.
test.each([
  ["the machine never publishes its key", never, without("web-public-host-key", ...check)],
  ["reading the key is forbidden", `${never}; Google said: `, without("web-public-host-key", ...check)],
  [
    "what is published is no key",
    "the guest attribute hostkeys/ssh-ed25519 holds no ed25519 key",
    without("web-public-host-key", ...check),
  ],
  [
    "there is no image",
    "no image of the family rocky-linux-9-optimized-gcp was found in the project rocky-linux-cloud; give image where policy allows only your own; Google said: ",
    beforeMachine,
  ],
  [
    "the machine has no public address",
    'the machine of web has no public address: it is stopped; start it and run "pulumi refresh", or choose publicAddress "static"',
    without(...check),
  ],
])("where %s, the program fails, no output resolves and nothing is checked", (what, message, registered) => {
  const { messages, ...rest } = outcomes[what] ?? { messages: [] };
  expect(rest).toEqual({ paths: [], resolved: [], registered });
  expect(messages.join("\n")).toContain(message);
});

test("where arguments that are known late are invalid, the program fails with each, and no machine is made", () => {
  const { messages, ...rest } = outcomes["arguments that are known late are invalid"] ?? { messages: [] };
  expect(rest).toEqual({
    paths: ["labels.team", "sshSourceRanges[0]", "zone"],
    resolved: [],
    registered: ["web", "web-login-key", "web-made-with", "web-ssh-deny"],
  });
  expect(messages.join("\n")).toContain('zone: "here" is not a zone, for example "europe-west1-b"');
});
