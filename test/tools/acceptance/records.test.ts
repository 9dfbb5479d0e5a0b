// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RunOrder } from "../../../tools/acceptance/order";
import {
  begin,
  fileOf,
  forget,
  killedIn,
  type RunRecord,
  runsOf,
  takenOver,
  write,
} from "../../../tools/acceptance/records";
import { stateHome } from "../../state-home";

const state = stateHome("records");
afterEach(() => rmSync(join(state, "pulumi-docker-host"), { recursive: true, force: true }));

const order = (prefix: string): RunOrder => ({
  ...{ target: "aws", prefix, ttlMinutes: 120, parts: ["host"], args: {}, keep: false },
  config: { "aws:region": "eu-central-1" },
});
const killed = { pid: spawnSync("true").pid, command: "node worker" };
const left = (prefix: string, more: Partial<RunRecord> = {}): RunRecord => {
  const record = { ...begin(order(prefix), "123456789012", ""), ...killed, ...more };
  write(record);
  return record;
};
const names = (records: RunRecord[]) => records.map((one) => one.order.prefix).sort();

test("a prefix has one run: another one is told who is at work on it, or that something is left", () => {
  begin(order("mine"), "123456789012", "");
  expect(() => begin(order("mine"), "123456789012", "")).toThrow(
    `--prefix mine is that of process ${process.pid}, which is at work; use another one`,
  );
  left("old");
  expect(() => begin(order("old"), "123456789012", "")).toThrow(
    "--prefix old is that of a run which still has something",
  );
  forget("old");
  expect(begin(order("old"), "123456789012", "file:///there")).toMatchObject({
    ...{ pid: process.pid, account: "123456789012", backend: "file:///there", stacks: [] },
    order: { config: { "aws:region": "eu-central-1" } },
  });
});

test("a run removes what was killed in its own account; who asks for more gets all, or the one of a prefix", () => {
  begin(order("alive"), "123456789012", "");
  left("killed");
  left("kept", { kept: true });
  left("elsewhere", { account: "210987654321" });
  left("google", { order: { ...order("google"), target: "gcp" } });
  writeFileSync(fileOf("torn"), "{");
  expect(names(killedIn({ target: "aws" }, { id: "123456789012" }))).toEqual(["killed"]);
  const all = runsOf({ target: "aws", kept: true });
  expect(names(all.abandoned)).toEqual(["elsewhere", "kept", "killed"]);
  expect(names(all.busy)).toEqual(["alive"]);
  expect(names(runsOf({ target: "aws", kept: true, prefix: "kept" }).abandoned)).toEqual(["kept"]);
});

test("of two that found the same run, one takes it over, and is named as who is at work on it", () => {
  const record = left("killed");
  expect(takenOver(record)).toMatchObject({ ...record, pid: process.pid, command: expect.any(String) as string });
  expect(takenOver(record)).toBeUndefined();
  expect(names(runsOf({ target: "aws", kept: false }).busy)).toEqual(["killed"]);
  forget("killed");
  expect(takenOver(record)).toBeUndefined();
  expect(existsSync(fileOf("killed"))).toBe(false);
});

test("who was killed while it took a run over holds up nobody", () => {
  const record = left("killed");
  writeFileSync(`${fileOf("killed")}-taken`, JSON.stringify(killed));
  expect(takenOver(record)).toMatchObject({ pid: process.pid });
  expect(readdirSync(dirname(fileOf("killed")))).toEqual(["killed.json"]);
});
