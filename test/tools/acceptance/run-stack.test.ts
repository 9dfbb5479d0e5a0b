// SPDX-License-Identifier: Apache-2.0
// A stack of a run, with an engine that only says what an engine says.
import { CommandError } from "@pulumi/pulumi/automation";

import type { EphemeralBackend } from "../../../components/ephemeral/backend";
import type { EngineOptions } from "../../../components/ephemeral/engine";
import type { RunOrder } from "../../../tools/acceptance/order";
import { RunStack } from "../../../tools/acceptance/run-stack";
import { hostSettings, swarmSettings } from "../../../tools/acceptance/settings";

const order: RunOrder = {
  ...{ target: "gcp", prefix: "try", ttlMinutes: 120, parts: ["host"], args: {}, keep: false },
  config: { "gcp:project": "my-project" },
};

/** What the engine is told, and how it answers a command. */
async function stack(answer: (options: EngineOptions) => Promise<unknown>, settings = hostSettings(order)) {
  const told: [object, boolean | undefined][] = [];
  const ending = new AbortController();
  const engine = {
    setAllConfig: (config: object, path?: boolean) => Promise.resolve(void told.push([config, path])),
    ...{ up: answer, refresh: answer, destroy: answer },
  };
  const backend = { create: () => Promise.resolve(engine) } as unknown as EphemeralBackend;
  const how = { say: () => {}, ending: ending.signal };
  return { told, ending, stack: await RunStack.create(backend, "a", order, settings, how) };
}

/** As the Automation API has it: what the command has said is in it, too. */
function failed(stdout: string, stderr: string): CommandError {
  const text = `code: 255\n stdout: \n stderr: Command failed: pulumi up\n${stderr}${stdout}\n err?: \n`;
  return new (CommandError as unknown as new (result: object) => CommandError)({ toString: () => text });
}

test("what a failed command has said is there once, and then why it failed", async () => {
  const said = " ~  gcp:compute/instance:Instance try-machine update [diff: ~labels]\n";
  const { stack: one } = await stack(({ onOutput }) => {
    onOutput(said);
    return Promise.reject(failed(said, "error: no changes were expected but changes were proposed\n"));
  });
  expect(await one.unchangedBy("up")).toEqual({
    ...{ status: 1, output: `${said}\nno changes were expected but changes were proposed` },
  });
});

test.each(["refresh", "up", "unchangedBy"] as const)("%s is interrupted once it has begun", async (command) => {
  const { stack: one, ending } = await stack(({ onOutput, signal }) => {
    ending.abort();
    expect(signal.aborted).toBe(false);
    onOutput(" ~  gcp:compute/instance:Instance try-machine refreshing (0s)\n");
    return signal.aborted ? Promise.reject(new Error("canceled")) : Promise.resolve();
  });
  expect(await (command === "unchangedBy" ? one.unchangedBy("refresh") : one[command]())).toEqual({
    ...{ status: 1, output: "canceled" },
  });
});

test("what removes it is not interrupted", async () => {
  const { stack: one, ending } = await stack(({ signal }) => {
    expect(signal).toBeUndefined();
    return Promise.resolve();
  });
  ending.abort();
  expect(await one.destroy()).toMatchObject({ status: 0 });
});

test("the pattern of names of a swarm is given by path, as the engine takes no map in a string", async () => {
  const { told } = await stack(() => Promise.resolve(), swarmSettings(order));
  expect(told).toEqual([
    [{ "pulumi:autonaming.pattern": { value: "try-${name}-${hex(7)}" } }, true],
    [{ "gcp:project": { value: "my-project" } }, undefined],
  ]);
});
