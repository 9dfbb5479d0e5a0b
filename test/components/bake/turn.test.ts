// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { BackendOptions } from "../../../components/ephemeral/options";
import { inTurn } from "../../../components/bake/turn";
import { stateHome } from "../../state-home";

const state = stateHome("turn");

const file = (digest: string) => join(state, "pulumi-docker-host", "bakes", `${digest}.json`);

function turn(digest: string, stack = "mine") {
  const told: string[] = [];
  const ending = new AbortController();
  const clean = (abandoned: string, { backend = "" }: BackendOptions) =>
    Promise.resolve(void told.push(`cleaned ${abandoned}${backend}`));
  return {
    digest,
    stack,
    backend: { backend: "file:///mine" },
    say: (line: string) => void told.push(line),
    ending: ending.signal,
    clean,
    told,
    ending_: ending,
  };
}

test("of two that make the same image, one waits until the other has ended, well or not", async () => {
  const [first, second] = [turn("a"), turn("a")];
  let fail: (error: Error) => void = () => {};
  const begun = inTurn(first, () => new Promise<string>((_resolve, reject) => (fail = reject)));
  const waiting = inTurn(second, () => Promise.resolve(readFileSync(file("a"), "utf8")));
  while (second.told.length === 0) await new Promise(setImmediate);
  expect(second.told).toEqual([`waiting for process ${process.pid}, which makes the same image`]);
  fail(new Error("no image"));
  await expect(begun).rejects.toThrow("no image");
  expect(JSON.parse(await waiting)).toMatchObject({
    ...{ pid: process.pid, stack: "mine", backend: { backend: "file:///mine" } },
  });
  expect(existsSync(file("a"))).toBe(false);
});

test("other images are made at the same time", async () => {
  await inTurn(turn("b"), () => inTurn(turn("c"), () => Promise.resolve()));
  expect(existsSync(file("b"))).toBe(false);
});

test("what one that was killed has left is cleaned before another begins", async () => {
  const { pid } = spawnSync("true");
  mkdirSync(join(state, "pulumi-docker-host", "bakes"), { recursive: true });
  const backend = { backend: ", which is in another place" };
  writeFileSync(file("d"), JSON.stringify({ pid, command: "node baker", stack: "abandoned", backend }));
  const mine = turn("d");
  expect(await inTurn(mine, () => Promise.resolve([...mine.told]))).toEqual([
    `cleaning what process ${pid} has left, which was killed`,
    "cleaned abandoned, which is in another place",
  ]);
});

test("a process that has the number of one that was killed, as after a restart of this computer, is not waited for", async () => {
  writeFileSync(
    file("g"),
    JSON.stringify({ pid: process.pid, command: "node baker", stack: "abandoned", backend: {} }),
  );
  const mine = turn("g");
  await inTurn({ ...mine, ending: AbortSignal.timeout(5000) }, () => Promise.resolve());
  expect(mine.told).toContain("cleaned abandoned");
});

test("where it cannot be cleaned, nothing begins, and the next one tries again", async () => {
  const { pid } = spawnSync("true");
  writeFileSync(file("e"), JSON.stringify({ pid, command: "node baker", stack: "abandoned", backend: {} }));
  const failing = { ...turn("e"), clean: () => Promise.reject(new Error("still there")) };
  await expect(inTurn(failing, () => Promise.resolve())).rejects.toThrow("still there");
  const next = turn("e");
  await inTurn(next, () => Promise.resolve());
  expect(next.told).toContain("cleaned abandoned");
});

test("who waits can be ended", async () => {
  let end: () => void = () => {};
  const begun = inTurn(turn("f"), () => new Promise<void>((resolve) => (end = resolve)));
  const second = turn("f");
  const waiting = inTurn(second, () => Promise.resolve());
  while (second.told.length === 0) await new Promise(setImmediate);
  second.ending_.abort();
  await expect(waiting).rejects.toThrow("aborted");
  end();
  await begun;
});
