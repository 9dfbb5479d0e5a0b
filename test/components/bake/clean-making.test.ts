// SPDX-License-Identifier: Apache-2.0
// What is left of somebody who was killed while making an image, removed by somebody who wants none.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cleanMaking } from "../../../components/bake/bake";
import { type BakeOrder, digestOf } from "../../../components/bake/order";
import { stateHome } from "../../state-home";

const done: string[] = [];
jest.mock("../../../components/ephemeral/backend", () => ({
  addressOf: () => "",
  EphemeralBackend: {
    open: ({ backend }: { backend: string }) =>
      Promise.resolve({
        project: "ephemeral",
        stackNames: () => Promise.resolve(["of-the-killed", "of-others"]),
        select: (name: string) => Promise.resolve({ name: `${name} in ${backend}`, cancel: () => Promise.resolve() }),
        close: () => {},
      }),
  },
}));
jest.mock("../../../components/ephemeral/engine", () => ({
  destroy: ({ name }: { name: string }) => Promise.resolve(void done.push(name)),
}));

const state = stateHome("clean-making");

test("the machine of an image whose maker was killed goes with its stack, and nothing is made", async () => {
  const order: BakeOrder = { target: "aws", args: { sshIngressCidrs: ["203.0.113.7/32"], rotateImage: "try" } };
  const bakes = join(state, "pulumi-docker-host", "bakes");
  const file = join(bakes, `${digestOf(order)}.json`);
  mkdirSync(bakes, { recursive: true });
  const { pid } = spawnSync("true");
  const backend = { backend: "file:///there" };
  writeFileSync(file, JSON.stringify({ pid, command: "node baker", stack: "of-the-killed", backend }));
  await cleanMaking(order, () => {});
  expect(done).toEqual(["of-the-killed in file:///there"]);
  expect(existsSync(file)).toBe(false);
  await cleanMaking(order, () => {});
  expect(done).toHaveLength(1);
});
