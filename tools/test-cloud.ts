// SPDX-License-Identifier: Apache-2.0
// `npm run test:cloud -- aws|gcp`: what test/e2e tries in the laboratory, in the account of who runs it, with the official plugins.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

import { ask } from "./acceptance/ask";
import type { Account } from "./acceptance/account";
import { type Message, StillThere } from "./acceptance/messages";
import { type TestCloudOptions, testCloudOptions } from "./acceptance/options";
import { hasPassed, minutes, page, type Results, withoutAccount, withoutNames } from "./acceptance/page";
import { plan } from "./acceptance/plan";
import { killedIn } from "./acceptance/records";
import { startWorker } from "./acceptance/start-worker";
import { runSteps } from "./progress/steps";
import { ensurePulumi } from "./setup/pulumi";
import { command } from "./shared/command";
import { root } from "./shared/places";
import type { Report } from "./shared/subprocess";

command(async (args) => {
  const options = testCloudOptions(args);
  if (options === undefined) return true;
  let path = "";
  let origin = "";
  const pulumi = async (report: Report) => {
    const found = await ensurePulumi(report);
    path = [...found.path, process.env.PATH ?? ""].join(delimiter);
    return (origin = found.origin);
  };
  const steps = [{ title: "Pulumi", run: pulumi }];
  if ("reap" in options) {
    await runSteps(steps);
    await startWorker({ do: "reap", order: options.reap }, path, show);
    return true;
  }
  const { order, yes, out } = options;
  let account: Account | undefined;
  const whose = async () => {
    await startWorker({ do: "account", order }, path, (message) => {
      if ("account" in message) ({ account } = message);
    });
  };
  await runSteps([...steps, { title: "account", run: whose }]);
  if (!account) throw new Error("nobody said whose account it is");
  const what = order.keep ? "This makes, and keeps" : "This makes, and removes again";
  console.log(`\n${what}:\n${plan(order, account, killedIn(order, account))}\n`);
  await ask(yes);
  return tried({ order, out }, account, { path, origin });
});

/** Whether all went well. The results are there in whatever way it ends, once a case has begun. */
async function tried(
  { order, out }: Pick<TestCloudOptions, "order" | "out">,
  account: Account,
  { path, origin: cli }: { path: string; origin: string },
): Promise<boolean> {
  const { target, parts, prefix, keep } = order;
  const begin = new Date();
  const versions = {
    "pulumi-docker-host": versionOf(),
    Pulumi: cli,
    [`plugin ${target}`]: versionOf("@pulumi", target),
    Node: process.version,
  };
  const results: Results = {
    ...{ target, region: account.region, parts, versions, cases: [], seconds: 0 },
    began: begin.toISOString(),
  };
  const begun: string[] = [];
  try {
    await startWorker({ do: "run", order, account }, path, (message) => {
      if ("begins" in message) begun.push(message.begins.name);
      if ("ended" in message) results.cases.push(withoutNames(message.ended, account.hidden));
      show(message);
    });
  } catch (error) {
    if (error instanceof StillThere) results.left = withoutAccount(error.message, account.hidden);
    else results.interrupted = true;
    throw error;
  } finally {
    results.seconds = Math.round((Date.now() - begin.getTime()) / 1000);
    if (begun.length > 0) console.log(`\n${written(results, out)}`);
  }
  if (keep) console.log(`${prefix} stays; \`npm run test:cloud -- ${target} --reap --prefix ${prefix}\` removes it`);
  return hasPassed(results);
}

function written(results: Results, out: string): string {
  mkdirSync(resolve(root, out), { recursive: true });
  const file = join(out, results.target);
  writeFileSync(resolve(root, `${file}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(resolve(root, `${file}.md`), page(results));
  const passed = results.cases.filter(({ failure }) => failure === undefined).length;
  return `${passed} of ${results.cases.length} cases passed in ${minutes(results.seconds)}; the figures: ${file}.md`;
}

function versionOf(...folder: string[]): string {
  const place = folder.length === 0 ? root : join(root, "node_modules", ...folder);
  return (JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as { version: string }).version;
}

function show(message: Message): void {
  if ("line" in message) console.log(`    ${message.line}`);
  else if ("begins" in message) console.log(`\n${message.begins.part}: ${message.begins.name}`);
  else if ("ended" in message) {
    const { failure, seconds } = message.ended;
    console.log(failure === undefined ? `  ✔ ${minutes(seconds)}` : `  ✖ ${minutes(seconds)}\n${failure}`);
  }
}
