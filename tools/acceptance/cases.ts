// SPDX-License-Identifier: Apache-2.0
// What a run tries, part by part. A case goes on where the one before it has ended, so that after a failure the others of its part
// are not tried.
import assert from "node:assert/strict";

import { cloudOf } from "./cloud";
import * as host from "./host-cases";
import type { Part, RunOrder } from "./order";
import type { RunStack } from "./run-stack";
import { hostSettings, imageSettings, type Settings, swarmSettings } from "./settings";
import type { Facts } from "./stack";
import { hasNoToken, isProved, type SwarmOutputs } from "./swarm-cases";

export interface Case {
  name: string;
  run(): Promise<Facts | undefined> | Promise<void>;
}

/** What cases need of who runs them. */
export interface Surroundings {
  order: RunOrder;
  /** Aborted where the run is to end: what waits for long goes on no more. */
  ending: AbortSignal;
  /** Makes a stack, which is written down before. */
  stack(settings: Settings): Promise<RunStack>;
  /** What has the prefix in the cloud, in words. */
  found(): Promise<string[]>;
}

/** The least that a host's time to live may be: where the cloud itself counts it, nobody can have it earlier. */
const shortestMinutes = 15;

export const casesOf: Record<Part, (around: Surroundings) => Case[]> = {
  host: hostCases,
  image: imageCases,
  swarm: swarmCases,
};

function hostCases(around: Surroundings): Case[] {
  const { order, ending } = around;
  const stack = once(() => around.stack(hostSettings(order)));
  const { guestEnds } = cloudOf(order.target);
  return [
    { name: "a host is made and proved", run: async () => host.comesUp(await stack()) },
    { name: "a second up and a refresh change nothing", run: async () => host.staysAsItIs(await stack()) },
    {
      name: "neither keys nor user data stand in plain text in the state",
      run: async () => host.keepsSecrets(await stack()),
    },
    {
      name: "what a machine is told only once replaces it, which preview says",
      run: async () => {
        const one = await stack();
        one.set(["touch /run/told-anew"], "commands");
        if (!guestEnds && !order.keep) one.set(shortestMinutes, "ttlMinutes");
        await host.previewReplaces(one, "commands");
        return host.isReplaced(one);
      },
    },
    ...unlessKept(around, {
      name: "a machine that its time to live has ended is gone after a refresh",
      run: async () => {
        const one = await stack();
        if (guestEnds) await host.endsItself(one, `${order.ttlMinutes + 60} minutes`);
        await host.goesByItself(one, shortestMinutes + 5, 10, ending);
      },
    }),
    ...leavesNothing(around, stack),
  ];
}

function imageCases(around: Surroundings): Case[] {
  const image = once(() => around.stack(imageSettings(around.order)));
  const made = async () => (await image()).outputs<{ image: unknown; imageName: string; dockerVersion: string }>();
  const stack = once(async () => around.stack(hostSettings(around.order, (await made()).image)));
  return [
    {
      name: "an image is made of a proved machine",
      run: async () => {
        host.wentWell(await (await image()).up());
        const { imageName, dockerVersion } = await made();
        return { image: imageName, docker: dockerVersion };
      },
    },
    {
      name: "a second up makes no other",
      run: async () => host.wentWell(await (await image()).unchangedBy("up")),
    },
    {
      name: "a host that is made from it is proved",
      run: async () => {
        const facts = await host.comesUp(await stack());
        const { health } = await (await stack()).outputs();
        assert.equal(health.image?.name, (await made()).imageName);
        return facts;
      },
    },
    ...leavesNothing(around, stack, image),
  ];
}

function swarmCases(around: Surroundings): Case[] {
  const stack = once(() => around.stack(swarmSettings(around.order)));
  return [
    {
      name: "two machines become one swarm, which is proved",
      run: async () => {
        host.wentWell(await (await stack()).up());
        const outputs = await (await stack()).outputs<SwarmOutputs>();
        return isProved(outputs, ["manager-1 manager ready", "worker-1 worker ready"]);
      },
    },
    { name: "a second up changes nothing", run: async () => host.wentWell(await (await stack()).unchangedBy("up")) },
    { name: "no token of the swarm stands in the state", run: async () => hasNoToken(await (await stack()).state()) },
    ...leavesNothing(around, stack),
  ];
}

/** By the states, and by a look at the cloud: at Google for images alone, see gcp.ts. */
function leavesNothing(around: Surroundings, ...stacks: (() => Promise<RunStack>)[]): Case[] {
  const { guestEnds } = cloudOf(around.order.target);
  return unlessKept(around, {
    name: guestEnds ? "destroy leaves neither machine nor image" : "destroy leaves nothing in the state, and no image",
    run: async () => {
      for (const stack of stacks) host.wentWell(await (await stack()).destroy());
      assert.deepEqual(await around.found(), []);
    },
  });
}

/** What ends or removes something is not tried where all is to stay. */
const unlessKept = ({ order }: Surroundings, ...cases: Case[]): Case[] => (order.keep ? [] : cases);

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
