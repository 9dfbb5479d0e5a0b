// SPDX-License-Identifier: Apache-2.0
// `npm stop`: destroys stack `local` and removes every trace of it.
import { existsSync } from "node:fs";

import { deleteMachines, environment, releaseStaleLock, removeTraces, stack } from "./local-stack";
import { local } from "./places";
import { ensurePlugins } from "./plugins";
import { runSteps } from "./progress";
import { ensurePulumiCli } from "./pulumi-cli";
import { run } from "./subprocess";

async function stop(): Promise<void> {
  if (!existsSync(local)) {
    console.log("there is nothing to stop");
    return;
  }
  await runSteps([
    {
      title: "pulumi destroy",
      run: async (report) => {
        const { path } = await ensurePulumiCli(report);
        const { pathEntries } = await ensurePlugins(path, report);
        const env = environment(path, pathEntries);
        await releaseStaleLock(env, report);
        const stacks = await run("pulumi", ["stack", "ls", "--json"], () => {}, env);
        if (!(JSON.parse(stacks) as { name: string }[]).some(({ name }) => name === stack)) return "no stack";
        await run(
          "pulumi",
          ["destroy", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", stack, "--remove"],
          report,
          env,
        );
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
}

stop().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
