// SPDX-License-Identifier: Apache-2.0
// `npm run check`: runs the probes of the last `up` again on the hosts of a running stack, without an update. The exit
// status is 0 where all are healthy. `-- --stack NAME` takes another stack than that of `npm start`, with the Pulumi
// that is on PATH; `-- --json` prints the reports.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { parseReport } from "../components/health/report";
import { judge } from "../components/health/ssh-failure";
import { type HealthCheck, healthChecks } from "./health-checks";
import { writeHealthPage } from "./health-page";
import { healthTable } from "./health-table";
import { local } from "./places";
import { ensurePulumi, stack as ownStack } from "./pulumi";
import { runScript } from "./remote-script";
import { run } from "./subprocess";

const { values: options } = parseArgs({
  options: { stack: { type: "string", default: ownStack }, json: { type: "boolean", default: false } },
});
const show = (line: string) => console.error(line);

async function check(): Promise<boolean> {
  const hosts = healthChecks(await state());
  if (hosts.length === 0)
    throw new Error(`stack ${options.stack} has no Docker host; run \`npm start\` or \`pulumi up\` first`);
  const healthy = [];
  for (const host of hosts) healthy.push(await checkHost(host));
  return healthy.every(Boolean);
}

async function state(): Promise<string> {
  const args = ["stack", "export", "--show-secrets", "--stack", options.stack];
  if (options.stack !== ownStack) return run("pulumi", args, () => {});
  if (!existsSync(local)) throw new Error("there is no host to check; `npm start` makes one");
  const pulumi = await ensurePulumi(show);
  return pulumi.run(args);
}

async function checkHost({ name, connection, command, script }: HealthCheck): Promise<boolean> {
  try {
    const seconds = Number(/timeout -k \d+ (\d+) /.exec(command)?.[1] ?? 900) + 30;
    const { output, status } = await runScript(connection, command, script, seconds, (line) =>
      show(`${name}: ${line}`),
    );
    const report = parseReport(output);
    if (options.json) console.log(JSON.stringify(report));
    else console.log(`\n${name}\n${healthTable(report)}`);
    if (options.stack === ownStack) console.error(`as a page: ${writeHealthPage(report)}`);
    if (report.healthy && status === 0) return true;
    const text = output.split("\n").filter((line) => !line.startsWith("{"));
    show(text.join("\n").trim() || `docker host "${name}": the check ended with status ${status} and without a report`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    show(
      judge(name, [reason], Infinity).message?.replace(" after Infinity s", "") ?? `docker host "${name}": ${reason}`,
    );
  }
  return false;
}

check().then(
  (healthy) => {
    process.exitCode = healthy ? 0 : 1;
  },
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
