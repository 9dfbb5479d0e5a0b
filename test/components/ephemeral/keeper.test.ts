// SPDX-License-Identifier: Apache-2.0
import { fork } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";

import { fromSources, root } from "../../../tools/shared/places";

test("a keeper whose caller has ended before it was up makes nothing and ends", async () => {
  const keeper = fork(join(root, "components", "ephemeral", "keeper.ts"), {
    execArgv: ["--require", fromSources],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // There is no Pulumi on it.
    env: { ...process.env, NODE_OPTIONS: "", PATH: dirname(process.execPath) },
  });
  keeper.send({ target: "local", args: {}, bake: false });
  keeper.disconnect();
  expect(await once(keeper, "exit")).toEqual([0, null]);
}, 60_000);
