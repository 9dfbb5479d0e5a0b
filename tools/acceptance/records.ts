// SPDX-License-Identifier: Apache-2.0
// What is known of runs on this computer that have made something: a file for each, which is there until nothing is left.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commandOf, isAlive, type RunningProcess } from "../../components/running-process";
import { stateFolder } from "../../components/state-folder";
import type { RunOrder } from "./order";

/** And who is at work on it. */
export interface RunRecord extends RunningProcess {
  order: RunOrder;
  /** The places of its stacks, and their names: written down before they are made. */
  backend: string;
  stacks: string[];
  /** It has ended, and was told to leave all where it is. */
  kept: boolean;
}

const folder = () => stateFolder("cloud-tests");
const fileOf = (prefix: string) => join(folder(), `${prefix}.json`);

export const newRecord = (order: RunOrder, backend: string): RunRecord => ({
  ...{ order, backend, stacks: [], kept: false },
  ...{ pid: process.pid, command: commandOf(process.pid) },
});

/** It comes into being whole: whoever is killed meanwhile leaves the one before. */
export function write(record: RunRecord): void {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  const mine = `${fileOf(record.order.prefix)}-${process.pid}`;
  writeFileSync(mine, JSON.stringify(record), { mode: 0o600 });
  renameSync(mine, fileOf(record.order.prefix));
}

export const forget = (prefix: string): void => rmSync(fileOf(prefix), { force: true });
export const isTaken = (prefix: string): boolean => existsSync(fileOf(prefix));

/** Runs of which nobody is at work any more. Those that were kept on purpose are among them only where they are asked for. */
export function abandoned({ kept }: { kept: boolean }): RunRecord[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder(), name), "utf8")) as RunRecord)
    .filter((record) => !isAlive(record) && (kept || !record.kept));
}
