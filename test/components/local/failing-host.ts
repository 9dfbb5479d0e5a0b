// SPDX-License-Identifier: Apache-2.0
// A program of its own: see ../outcome.ts.
import * as pulumi from "@pulumi/pulumi";

import type { LocalDockerHostArgs } from "../../../components/local/args";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { type Outcome, outcomeOf, printOutcomes } from "../outcome";
import { RecordedProgram } from "../recorded-program";
import { base, gated, healthy, isCheck, stdout } from "./host-under-test";

interface Case {
  args?: Partial<LocalDockerHostArgs>;
  /** What the health check's command gives. */
  check?: () => { stdout: string };
  machine?: () => never;
  arch?: string;
}

const fail = (message: string) => (): never => {
  throw new Error(message);
};

const cases: Record<string, Case> = {
  "nothing goes wrong": {},
  "the machine cannot be made": { machine: fail("port 2222 on 127.0.0.1 is taken") },
  "the check fails": { check: fail("stage server failed after 3 s") },
  "the check's report is cut off": { check: () => ({ stdout: stdout.slice(0, -10) }) },
  "the check's report says unhealthy": {
    check: () => ({ stdout: stdout.replace('"healthy":true', '"healthy":false') }),
  },
  "the check says nothing": { check: () => ({ stdout: "" }) },
  "arguments that are known late are invalid": {
    args: {
      users: pulumi.output([{ name: "Bob" }]),
      dockerUsers: ["a b"],
      docker: { version: pulumi.output("latest") },
    },
  },
  "a number that is known late is invalid": { args: { cpus: pulumi.output(1.5) } },
  "a path that is known late is invalid": { args: { image: pulumi.output({ name: "x", disk: "x" }) } },
  "the computer is neither x64 nor arm64": { arch: "s390x" },
};

function outcome({ args, check, machine, arch = "x64" }: Case): Promise<Outcome> {
  Object.defineProperty(process, "arch", { value: arch, configurable: true });
  const start = () =>
    RecordedProgram.start((registered) => {
      if (registered.name === "web-machine") machine?.();
      return isCheck(registered) && check ? check() : healthy(registered);
    });
  return outcomeOf(start, () => new LocalDockerHost("web", { ...base, ...args }), gated);
}

void printOutcomes(cases, outcome);
