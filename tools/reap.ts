// SPDX-License-Identifier: Apache-2.0
// `npm run reap`: destroys throw-away hosts whose time is over. `-- --dry-run` only lists them; `--backend URL` and
// `--project NAME` say where they are, as for withDockerHost.
import { delimiter } from "node:path";
import { parseArgs } from "node:util";

import { reap } from "../stacks/ephemeral/reap";
import { asCommand } from "./command";
import { ensurePulumi } from "./pulumi";

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { "dry-run": { type: "boolean" }, backend: { type: "string" }, project: { type: "string" } },
  });
  const { path } = await ensurePulumi((line) => console.error(line));
  process.env.PATH = [...path, process.env.PATH ?? ""].join(delimiter);
  const { "dry-run": dryRun = false, ...place } = options;
  const reaped = await reap({ ...place, dryRun, log: (line) => console.error(line) });
  for (const { stack, expired, result, reason } of reaped)
    console.log(`${stack}: expired ${expired.toISOString()}, ${result}${reason === undefined ? "" : `: ${reason}`}`);
  if (reaped.length === 0) console.log("no throw-away host has expired");
  if (reaped.some(({ result }) => result === "busy" || result === "failed")) process.exitCode = 1;
}

asCommand(main);
