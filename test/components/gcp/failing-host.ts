// SPDX-License-Identifier: Apache-2.0
// A program of its own, as in test/components/local/failing-host.ts. Prints the outcome of each case as JSON.
import * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/docker-host-args";
import type { Outcome } from "../local/failing-host";
import { type Answer, RecordedProgram, type Reply } from "../recorded-program";
import { base, gated, google, healthy, instanceState } from "./host-under-test";

interface Case {
  args?: Partial<GcpDockerHostArgs>;
  call?: Reply;
  answer?: Answer;
}

const attributes =
  (reply: Reply): Reply =>
  (question) =>
    question.token.includes("GuestAttributes") ? reply(question) : google(question);

const fail = (message: string) => (): never => {
  throw new Error(message);
};

const cases: Record<string, Case> = {
  "nothing goes wrong": {},
  "the machine never publishes its key": { call: attributes(() => ({ variableValue: "" })) },
  "reading the key is forbidden": { call: attributes(fail("permission denied")) },
  "what is published is no key": { call: attributes(() => ({ variableValue: "AAAA" })) },
  "there is no image": { call: (question) => (question.token.includes("getImage") ? fail("not found")() : {}) },
  "the machine has no public address": {
    answer: (registered) =>
      registered.type === "gcp:compute/instance:Instance"
        ? { ...instanceState({}), networkInterfaces: [{ networkIp: "10.0.0.2", accessConfigs: [] }] }
        : healthy(registered),
  },
  "arguments that are known late are invalid": {
    args: {
      zone: pulumi.output("here"),
      sshSourceRanges: pulumi.output(["0.0.0.0/0"]),
      labels: { team: pulumi.output("A Team") },
    },
  },
};

async function outcome({ args, call = google, answer = healthy }: Case): Promise<Outcome> {
  const messages = new Set<string>();
  const paths = new Set<string>();
  const reject = (error: unknown) => {
    messages.add(error instanceof Error ? error.message : String(error));
    if (pulumi.InputPropertiesError.isInstance(error)) error.errors.forEach((e) => paths.add(e.propertyPath));
  };
  process.on("unhandledRejection", reject);
  const program = await RecordedProgram.start(answer, { call });
  // So short a limit allows for one question only, and nothing waits.
  const host = new GcpDockerHost("web", { ...base, health: { ssh: 5 }, ...args });
  const resolved: string[] = [];
  for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
  // Nothing is left to do then: what has not resolved by now never will.
  await new Promise((resolve) => process.once("beforeExit", resolve));
  await new Promise(setImmediate); // or Node would end here
  process.off("unhandledRejection", reject);
  const registered = program.registrations.map(({ name }) => name).sort();
  return { messages: [...messages], paths: [...paths].sort(), resolved: resolved.sort(), registered };
}

async function main() {
  const outcomes: Record<string, Outcome> = {};
  for (const [name, what] of Object.entries(cases)) outcomes[name] = await outcome(what);
  console.log(JSON.stringify(outcomes));
}

void main();
