// SPDX-License-Identifier: Apache-2.0
// What becomes of a Pulumi program in which something goes wrong. That ends as a rejection that nobody handles: it is
// what fails `pulumi up`, and what no test runner lets pass. So each `failing-host.ts` is a program of its own.
import * as pulumi from "@pulumi/pulumi";

import type { RecordedProgram } from "./recorded-program";

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

/** Runs one program with one host, to its end. */
export async function outcomeOf<Name extends string>(
  start: () => Promise<RecordedProgram>,
  make: () => Record<Name, unknown>,
  gated: readonly Name[],
): Promise<Outcome> {
  const messages = new Set<string>();
  const paths = new Set<string>();
  const reject = (error: unknown) => {
    messages.add(error instanceof Error ? error.message : String(error));
    if (pulumi.InputPropertiesError.isInstance(error)) error.errors.forEach((e) => paths.add(e.propertyPath));
  };
  process.on("unhandledRejection", reject);
  const program = await start();
  const host = make();
  const resolved: string[] = [];
  for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
  // Nothing is left to do then: what has not resolved by now never will.
  await new Promise((resolve) => process.once("beforeExit", resolve));
  await new Promise(setImmediate); // or Node would end here
  process.off("unhandledRejection", reject);
  const registered = program.registrations.map(({ name }) => name).sort();
  return { messages: [...messages], paths: [...paths], resolved: resolved.sort(), registered };
}

/** Prints the outcome of each case as JSON, for the test that has started this program. */
export async function printOutcomes<Case>(
  cases: Record<string, Case>,
  outcome: (what: Case) => Promise<Outcome>,
): Promise<void> {
  const outcomes: Record<string, Outcome> = {};
  for (const [name, what] of Object.entries(cases)) outcomes[name] = await outcome(what);
  console.log(JSON.stringify(outcomes));
}
