// SPDX-License-Identifier: Apache-2.0
// A program of its own: see ../outcome.ts.
import * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { type Outcome, outcomeOf, printOutcomes } from "../outcome";
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

const isMachine = (type: string) => type === "gcp:compute/instance:Instance";
const justMade: Answer = (registered) =>
  isMachine(registered.type) ? instanceState(registered.inputs, new Date().toISOString()) : healthy(registered);

const cases: Record<string, Case> = {
  "nothing goes wrong": {},
  "the machine never publishes its key": { answer: justMade, call: attributes(() => ({ variableValue: "" })) },
  "reading the key is forbidden": { answer: justMade, call: attributes(fail("permission denied")) },
  "what is published is no key": { answer: justMade, call: attributes(() => ({ variableValue: "AAAA" })) },
  "there is no image": { call: (question) => (question.token.includes("getImage") ? fail("not found")() : {}) },
  "the machine has no public address": {
    answer: (registered) =>
      isMachine(registered.type)
        ? { ...instanceState({}), networkInterfaces: [{ networkIp: "10.0.0.2", accessConfigs: [{ natIp: "" }] }] }
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
  const start = () => RecordedProgram.start(answer, { call });
  // So short a limit allows for one question only, and nothing waits.
  const { paths, ...rest } = await outcomeOf(
    start,
    () => new GcpDockerHost("web", { ...base, health: { ssh: 5 }, ...args }),
    gated,
  );
  return { ...rest, paths: paths.sort() };
}

void printOutcomes(cases, outcome);
