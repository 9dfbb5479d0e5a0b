// SPDX-License-Identifier: Apache-2.0
// `npm run check`: runs the probes of the last `up` again on the hosts of a running stack, without an update. The exit
// status is 0 where all are healthy. `-- --stack NAME` takes another stack than that of `npm start`, with the Pulumi
// that is on PATH; `-- --json` prints the reports.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { checkHost } from "../components/health/check-host";
import type { CheckOrder } from "../components/health/check-order";
import { parseReport } from "../components/health/report";
import { asCommand } from "./command";
import { healthChecks } from "./health-checks";
import { writeHealthPage } from "./health-page";
import { healthTable } from "./health-table";
import { local } from "./places";
import { ensurePulumi, stack as ownStack } from "./pulumi";
import { run } from "./subprocess";

const { values: options } = parseArgs({
  options: { stack: { type: "string", default: ownStack }, json: { type: "boolean", default: false } },
});
const say = (line: string) => console.error(line);
/** Seconds until SSH accepts the login: the host is no longer booting. */
const patience = 30;

async function check(): Promise<boolean> {
  const hosts = healthChecks(await state());
  if (hosts.length === 0)
    throw new Error(`stack ${options.stack} has no Docker host; run \`npm start\` or \`pulumi up\` first`);
  const healthy = [];
  for (const host of hosts) healthy.push(await show(host));
  return healthy.every(Boolean);
}

async function state(): Promise<string> {
  const args = ["stack", "export", "--show-secrets", "--stack", options.stack];
  if (options.stack !== ownStack) return run("pulumi", args, () => {});
  if (!existsSync(local)) throw new Error("there is no host to check; `npm start` makes one");
  const pulumi = await ensurePulumi(say);
  return pulumi.run(args);
}

async function show(order: CheckOrder): Promise<boolean> {
  const { host, limits } = order;
  const hurried = { ...order, limits: { ...limits, ssh: Math.min(limits.ssh, patience) } };
  const { report: text, failure } = await checkHost(hurried, (line) => say(`${host}: ${line}`));
  if (text !== "") {
    const report = parseReport(text);
    if (options.json) console.log(JSON.stringify(report));
    else console.log(`\n${host}\n${healthTable(report)}`);
    if (options.stack === ownStack) say(`as a page: ${writeHealthPage(report)}`);
  }
  if (failure !== undefined) say(failure);
  return failure === undefined;
}

asCommand(async () => {
  process.exitCode = (await check()) ? 0 : 1;
});
