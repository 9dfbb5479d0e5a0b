// SPDX-License-Identifier: Apache-2.0
// A program of its own, because what goes wrong in a Pulumi program ends as a rejection that nobody handles: that is
// what fails `pulumi up`, and what no test runner lets pass. Prints the outcome of each case as JSON.
import * as pulumi from "@pulumi/pulumi";

import { LocalDockerHost, type LocalDockerHostArgs } from "../../../components/local/docker-host";
import { RecordedProgram } from "../recorded-program";
import { base, gated, healthy, stdout } from "./host-under-test";

export interface Outcome {
  /** Messages of the rejections, each once. */
  messages: string[];
  /** Paths that an InputPropertiesError names. */
  paths: string[];
  /** Names of gated outputs that resolved. */
  resolved: string[];
  /** Names of the resources that were registered. */
  registered: string[];
}

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
  "the computer is neither x64 nor arm64": { arch: "s390x" },
};

async function outcome({ args, check, machine, arch = "x64" }: Case): Promise<Outcome> {
  Object.defineProperty(process, "arch", { value: arch, configurable: true });
  const messages = new Set<string>();
  const paths = new Set<string>();
  const reject = (error: unknown) => {
    messages.add(error instanceof Error ? error.message : String(error));
    if (pulumi.InputPropertiesError.isInstance(error)) error.errors.forEach((e) => paths.add(e.propertyPath));
  };
  process.on("unhandledRejection", reject);
  const program = await RecordedProgram.start((registered) => {
    if (registered.type === "command:local:Command") machine?.();
    return registered.type === "command:remote:Command" && check ? check() : healthy(registered);
  });
  const host = new LocalDockerHost("web", { ...base, ...args });
  const resolved: string[] = [];
  for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
  // Nothing is left to do then: what has not resolved by now never will.
  await new Promise((resolve) => process.once("beforeExit", resolve));
  await new Promise(setImmediate); // or Node would end here
  process.off("unhandledRejection", reject);
  const registered = program.registrations.map(({ name }) => name).sort();
  return { messages: [...messages], paths: [...paths], resolved: resolved.sort(), registered };
}

async function main() {
  const outcomes: Record<string, Outcome> = {};
  for (const [name, what] of Object.entries(cases)) outcomes[name] = await outcome(what);
  console.log(JSON.stringify(outcomes));
}

void main();
