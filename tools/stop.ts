// SPDX-License-Identifier: Apache-2.0
// `npm stop`: destroys stack `start` and removes every trace of it.
import { existsSync, readdirSync } from "node:fs";

import { Command } from "commander";

import { cacheFolder } from "../components/cache-folder";
import { runSteps } from "./progress/steps";
import { ensurePulumi, stack } from "./setup/pulumi";
import { command } from "./shared/command";
import { local } from "./shared/places";
import { readOptions } from "./shared/read-options";
import { deleteMachines, releaseStaleLock, removeTraces } from "./start/stack";

const script = new Command("npm stop --")
  .description("Removes what `npm start` has made: machine, keys, stack. Downloads and images are kept.")
  .helpOption("-h, --help", "show this")
  .addHelpText("after", "\nExample:\n  npm stop\n\nExit status: 0 done, 1 failed, 2 wrong use, 130 interrupted.");

async function stop(args: string[]): Promise<void> {
  if (!readOptions(script, args)) return;
  if (!existsSync(local)) {
    console.log("there is nothing to stop");
    return;
  }
  await runSteps([
    {
      title: "pulumi destroy",
      run: async (report) => {
        const pulumi = await ensurePulumi(report);
        await releaseStaleLock(pulumi, report);
        const stacks = JSON.parse(await pulumi.run(["stack", "ls", "--json"])) as { name: string }[];
        if (!stacks.some(({ name }) => name === stack)) return "there is no stack";
        await pulumi.run(["destroy", "--yes", "--skip-preview", "--remove", "--stack", stack], report);
        return undefined;
      },
    },
    {
      // An interrupted create may have started one that the state does not know of.
      title: "machines, keys and state",
      run: async () => {
        await deleteMachines();
        removeTraces();
      },
    },
  ]);
  if (existsSync(cacheFolder("baked")) && readdirSync(cacheFolder("baked")).length > 0)
    console.log("\nthe image with Docker stays for the next start; `npm run bake -- --prune --keep 0` removes it");
}

command(stop);
