// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

import { Command } from "commander";

import type * as ephemeral from "../../components/ephemeral/reap";
import { addHelp, type Help } from "./help";
import { exitStatus } from "./exit-status";
import type { Surroundings } from "./hosts";
import { Progress } from "./progress";
import { answer } from "./screen";

interface ReapCommandOptions {
  dryRun?: boolean;
  backend?: string;
  project?: string;
  json?: boolean;
}

const help: Help = {
  about: [
    `Throw-away hosts end by themselves. What is left after a power cut, or on a cloud, is found by the time in the name of its stack.`,
    `It needs the Pulumi CLI on PATH.`,
  ],
  examples: ["reap --dry-run", "reap --backend s3://my-state"],
  done: "all of them are gone",
  failed: "one is still there",
};

/** `reap`. */
export function reapCommand({ pulumi }: Surroundings): Command {
  return addHelp(
    new Command("reap")
      .summary("destroys throw-away hosts whose time is over")
      .description("Destroys throw-away hosts whose time is over.")
      .option("-n, --dry-run", "only lists them")
      .option("--backend <url>", "where their state lies (default: PULUMI_BACKEND_URL, else a folder of this computer)")
      .option("--project <name>", 'the Pulumi project of their stacks (default: "ephemeral")')
      .option("--json", "the result as JSON on stdout: a list of {stack, expired, result, reason}")
      .action(async ({ json, ...options }: ReapCommandOptions) => {
        const place = await pulumi?.();
        if (place) process.env.PATH = [...place.path, process.env.PATH ?? ""].join(delimiter);
        // It loads all of Pulumi, which takes seconds that no other command needs.
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        const { reap } = require("../../components/ephemeral/reap") as typeof ephemeral;
        const progress = new Progress();
        progress.tell("looking for throw-away hosts");
        const reaped = await reap({ ...options, log: progress.tell }).finally(progress.stop);
        if (json) answer(JSON.stringify(reaped));
        else if (reaped.length === 0) answer("no throw-away host has expired");
        else for (const one of reaped) answer(line(one));
        if (reaped.some(({ result }) => result === "busy" || result === "failed")) process.exitCode = exitStatus.failed;
      }),
    help,
  );
}

function line({ stack, expired, result, reason }: ephemeral.Reaped): string {
  return `${stack}: expired ${expired.toISOString()}, ${result}${reason === undefined ? "" : `: ${reason}`}`;
}
